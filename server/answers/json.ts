/**
 * An answer of the API: never cached. It is sent as it is: Next drops Content-Encoding from what a route handler
 * answers, so bytes compressed here would arrive as garbage.
 */
export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${JSON.stringify(value)}\n`, {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  })
}
