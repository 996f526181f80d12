/** One answer of the cluster's DNS. Names are fully qualified, without the last dot. */
export type DnsRecord =
  | { readonly type: 'A' | 'AAAA' | 'CNAME'; readonly name: string; readonly value: string }
  | {
      readonly type: 'SRV'
      readonly name: string
      /** The name that it leads to. */
      readonly value: string
      readonly port: number
    }

/** The zone that kubeadm and most others give a cluster. */
export const defaultZone = 'cluster.local'
