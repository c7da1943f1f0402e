import { assert, pattern, TESTS } from "commonfabric";
import Photos from "./photos.tsx";

const DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
const photo = (id: string, timestamp: number) => ({ id, name: id, url: DOT, data: DOT, timestamp });

export default pattern(() => {
  const photos = Photos({ images: [photo("b", 2), photo("a", 1)] });
  return {
    [TESTS]: [
      { assertion: assert(() => photos.gallery.map(({ id }) => id).join() === "a,b") },
      { action: photos.caption, event: { id: "b", text: " The sea " } },
      {
        assertion: assert(() =>
          photos.gallery[1].caption === "The sea" && photos.uncaptioned === 1
        ),
      },
      { render: photos },
      { action: photos.discard, event: { id: "a" } },
      { action: photos.discard, event: { id: "z" } },
      { assertion: assert(() => photos.gallery.length === 1 && photos.uncaptioned === 0) },
      { render: photos },
    ],
  };
});
