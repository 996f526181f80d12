/** The scripts of the program that a page's HTML asks for, as paths. */
export function scriptsIn(html: string): readonly string[] {
  return [...html.matchAll(/<script [^>]*src="([^"]*\/_next\/static\/[^"]+)"/g)].flatMap(([, source]) => source ?? [])
}

/**
 * Whether the server now hands out scripts that this document does not hold: then it is of another version than the
 * page. Asked with the address that the document came from, whose scripts it all holds. False where it does not answer.
 */
export async function isServerNewer(): Promise<boolean> {
  const [arrival] = performance.getEntriesByType('navigation')
  const answer = await fetch(arrival?.name ?? window.location.href, { cache: 'no-store' }).catch(() => undefined)
  if (answer === undefined || !answer.ok) return false
  const held = new Set([...document.scripts].map(({ src }) => new URL(src || '/', window.location.href).pathname))
  return scriptsIn(await answer.text()).some((source) => !held.has(new URL(source, window.location.href).pathname))
}
