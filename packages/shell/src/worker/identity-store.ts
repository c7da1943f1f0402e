/**
 * The browser's identity: an Ed25519 key that no script can read, kept in IndexedDB. It exists in
 * this browser alone; every tab uses the same one.
 */

import { createIdentity, type Identity, identityFromKeyPair } from "@cf/protocol";

const DATABASE = "cell-fabric";
const STORE = "keys";
const KEY = "identity";

/** The browser's identity; makes one at the first use. */
export async function loadIdentity(): Promise<Identity> {
  const database = await openDatabase();
  try {
    const stored = await readKey(database);
    if (stored !== undefined) return await identityFromKeyPair(stored);
    const fresh = await createIdentity({ extractable: false });
    // Another tab may have been faster; the first one stays.
    return await identityFromKeyPair(await keepFirst(database, fresh.keyPair));
  } finally {
    database.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return result(request);
}

function readKey(database: IDBDatabase): Promise<CryptoKeyPair | undefined> {
  return result(database.transaction(STORE).objectStore(STORE).get(KEY));
}

async function keepFirst(database: IDBDatabase, keyPair: CryptoKeyPair): Promise<CryptoKeyPair> {
  const store = database.transaction(STORE, "readwrite").objectStore(STORE);
  const present = await result<CryptoKeyPair | undefined>(store.get(KEY));
  if (present !== undefined) return present;
  await result(store.add(keyPair, KEY));
  return keyPair;
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
