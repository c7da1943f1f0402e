/** The addresses and answers of the service that is imported from. */

export interface RawUser {
  id: number;
  name: string;
  email: string;
  company?: { name: string };
}
export interface RawPost {
  id: number;
  userId: number;
  title: string;
  body: string;
}
export const BASE = "https://api.example.com";
export const userUrl = (id: number) => `${BASE}/users/${id}`;
export const postsUrl = (userId: number, page: number, limit = 2) =>
  `${BASE}/posts?user=${userId}&_page=${page}&_limit=${limit}`;
export function chunk<T>(list: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let i = 0; i < list.length; i += size) out.push(list.slice(i, i + size));
  return out;
}
