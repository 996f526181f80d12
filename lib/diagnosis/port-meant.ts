import type { Service } from '@/lib/kubernetes/record'
import { nearName } from './near-name'
import { portLabel } from './service-port'

/** `80`, or `http 80` where the port has a name. */
export function portText({ name, port }: { readonly name?: string; readonly port: number }): string {
  return name === undefined ? String(port) : `${name} ${port}`
}

export interface PortMeant {
  /** `meant`: what the wanted port is instead; `right`: the Service port that leads there. */
  readonly facts: { readonly meant: 'targetPort' | 'nodePort' | 'slip' | 'nothing'; readonly right: string }
  /** What should stand there. */
  readonly wants?: string
}

/** What a port that the Service has not may have been taken for. */
export function portMeant({ ports }: Service, wanted: number | string): PortMeant {
  const target = ports.find(({ targetPort }) => targetPort === wanted)
  if (target !== undefined)
    return { facts: { meant: 'targetPort', right: portLabel(target) }, wants: portLabel(target) }
  const node = ports.find(({ nodePort }) => nodePort === wanted)
  if (node !== undefined) return { facts: { meant: 'nodePort', right: portLabel(node) }, wants: portLabel(node) }
  const names = ports.flatMap(({ name }) => name ?? [])
  const near = typeof wanted === 'string' ? nearName(wanted, names) : undefined
  return near === undefined
    ? { facts: { meant: 'nothing', right: '' } }
    : { facts: { meant: 'slip', right: near }, wants: near }
}
