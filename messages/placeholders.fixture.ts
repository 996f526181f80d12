/** Names of the arguments and tags of an ICU message: `{count, plural, …}`, `{name}`, `<code>`. */
export function placeholders(sentence: string): string[] {
  const names = [...sentence.matchAll(/\{\s*(\w+)\s*[,}]|<(\w+)>/g)].map((match) => match[1] ?? `<${match[2]}>`)
  return [...new Set(names)].sort()
}
