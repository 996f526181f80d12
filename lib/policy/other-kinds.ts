import type { ApiCaller } from '@/lib/kubernetes/record'

/** Stands for the kinds of policies where it cannot be read which there are. */
export const UNREAD_KINDS = 'unread'

/**
 * Kinds of policies beside NetworkPolicy that are installed, as `plural.group`: Calico's, Cilium's, Antrea's, and the
 * cluster-wide ones of the policy API. What NetworkPolicies allow they may forbid. Staged ones enforce nothing. Where
 * the definitions of kinds cannot be read, any may be there.
 */
export function otherPolicyKinds(definitions: Iterable<Pick<ApiCaller, 'name'>> | undefined): readonly string[] {
  if (definitions === undefined) return [UNREAD_KINDS]
  const kinds = new Set<string>()
  for (const { name } of definitions) {
    if (isPolicyKind(name)) kinds.add(name)
  }
  return [...kinds].sort()
}

/** Whether a kind, as `plural.group`, is one of policies that may forbid or admit what NetworkPolicies do not. */
export function isPolicyKind(name: string): boolean {
  const [plural = ''] = name.split('.', 1)
  return plural.endsWith('networkpolicies') && !plural.startsWith('staged')
}
