/** Where an API server answers, and as whom to speak to it. */
export interface ApiAddress {
  /** Origin, such as `https://127.0.0.1:6443`. */
  server: string
  /** PEM file of the authority that signed the server's certificate; absent for `http:`. */
  caFile?: string
  /** Bearer token sent unless a request brings its own. */
  token?: string
}

export interface RequestOptions {
  token?: string
  /** Of the body; `application/json` unless set, for PATCH `application/merge-patch+json`. */
  contentType?: string
}

/** JSON of the API as it came, unread: tests pick out what they are about. */
// biome-ignore lint/suspicious/noExplicitAny: API objects of every kind pass here, and only tests look into them
export type Json = any

export interface Api {
  /** One request, whatever its status; a JSON answer is parsed. Rejects only when no answer came. */
  request(
    method: string,
    path: string,
    body?: unknown,
    options?: RequestOptions,
  ): Promise<{ status: number; body: Json }>
  /** The same for those who count on success: gives the body, throws with the server's message otherwise. */
  call(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<Json>
  close(): void
}

/** A plain client of one API server; connections are kept alive until `close`. */
export function connect(address: ApiAddress): Api
