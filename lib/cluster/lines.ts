/**
 * Cuts a byte stream into lines. Bytes are joined before they are decoded, so that a line may be split anywhere,
 * inside a UTF-8 character too. Returns undefined once a line is longer than `limit` bytes: the stream is then to be
 * given up, because nothing tells where its next event begins.
 */
export function createLineSplitter(limit: number): (chunk: Uint8Array) => readonly string[] | undefined {
  let pending: Uint8Array[] = []
  let held = 0
  const decoder = new TextDecoder()

  return (chunk) => {
    const lines: string[] = []
    let start = 0
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      if (held + end - start > limit) return undefined
      const piece = chunk.subarray(start, end)
      const line = decoder.decode(pending.length === 0 ? piece : Buffer.concat([...pending, piece]))
      pending = []
      held = 0
      start = end + 1
      if (line.trim() !== '') lines.push(line)
    }
    if (start < chunk.length) {
      held += chunk.length - start
      if (held > limit) return undefined
      pending.push(chunk.subarray(start))
    }
    return lines
  }
}
