/** The first packet of a new connection, as a node receives it. */
export interface Packet {
  readonly source: string
  readonly destination: string
  readonly protocol: 'tcp' | 'udp'
  readonly port: number
}

/** What rules make of a packet: parts of 1, by what befalls it. */
export interface Outcome {
  /** By `address port`. */
  readonly to: Map<string, number>
  refused: number
  dropped: number
}

export const nothing = (): Outcome => ({ to: new Map(), refused: 0, dropped: 0 })

/** Rules of one family, as the kernel gives them back. */
export interface Rules {
  outcome(packet: Packet): Outcome
}

export function send(outcome: Outcome, address: string, port: string | number, part: number): void {
  const key = `${address} ${port}`
  outcome.to.set(key, (outcome.to.get(key) ?? 0) + part)
}
