import type { DnsRecord } from './dns-record'
import type { Call } from './search'

/** What the API says of the names of a Service. */
export interface NamesJson {
  readonly namespace: string
  readonly service: string
  /** The zone that is taken for the cluster's: no object says which it is. */
  readonly zone: string
  /** Empty: nobody finds the name (NXDOMAIN). null: not known. */
  readonly records: readonly DnsRecord[] | null
  readonly client?: ClientJson
  /** What a client there makes of each way to write the name, shortest first. */
  readonly calls?: readonly Call[]
}

export interface ClientJson {
  readonly namespace: string
  readonly pod?: string
  /** Whether it asks the cluster's DNS; null where that is not known. `calls` tells what the cluster's DNS would say. */
  readonly clusterDns: true | null
}
