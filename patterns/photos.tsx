/** Photos with captions: pictures from a file or the camera, captioned in place. */
import {
  action,
  computed,
  Default,
  type ImageData,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Input {
  images: Writable<ImageData[] | Default<[]>>;
  /** By the picture's id. */
  captions: Writable<Record<string, string> | Default<Record<string, never>>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  gallery: { id: string; url: string; caption: string }[];
  uncaptioned: number;
  caption: Stream<{ id: string; text: string }>;
  discard: Stream<{ id: string }>;
}

export default pattern<Input, Output>(({ images, captions }) => {
  const gallery = computed(() =>
    images.get()
      .toSorted((a, b) => a.timestamp - b.timestamp)
      .map(({ id, url }) => ({ id, url, caption: captions.get()[id] ?? "" }))
  );
  const uncaptioned = computed(() => gallery.filter((photo) => photo.caption === "").length);
  const caption = action(({ id, text }: { id: string; text: string }) => {
    captions.key(id).set(text.trim());
  });
  const discard = action(({ id }: { id: string }) => {
    const image = images.get().find((other) => other.id === id);
    if (image !== undefined) images.remove(image);
    const { [id]: _gone, ...rest } = captions.get();
    captions.set(rest);
  });
  return {
    [NAME]: computed(() => `Photos (${gallery.length})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-image-input $images={images} multiple />
          {uncaptioned > 0 && <cf-text variant="muted">{uncaptioned} without a caption</cf-text>}
          <cf-grid minWidth="14rem" gap="3">
            {gallery.map((photo) => (
              <cf-card>
                <img src={photo.url} alt={photo.caption || "Without caption"} />
                <cf-input
                  value={photo.caption}
                  placeholder="Caption"
                  aria-label="Caption"
                  oncf-change={(event: { detail: { value: string } }) =>
                    caption.send({ id: photo.id, text: event.detail.value })}
                />
                <cf-button size="sm" variant="ghost" onClick={() => discard.send({ id: photo.id })}>
                  Remove
                </cf-button>
              </cf-card>
            ))}
          </cf-grid>
        </cf-vstack>
      </cf-screen>
    ),
    gallery,
    uncaptioned,
    caption,
    discard,
  };
});
