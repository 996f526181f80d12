import type { Finding } from '@/lib/kubernetes/finding'

/** A finding with those that follow from it. */
export interface Branch {
  readonly finding: Finding
  readonly consequences: readonly Branch[]
}

/** Findings in their order, each consequence under its cause instead of beside it. A cause that is not among them folds nothing. */
export function treeOf(findings: readonly Finding[]): readonly Branch[] {
  const byId = new Map(findings.map((finding) => [finding.id, finding]))
  const placed = new Set<string>()
  const branch = (finding: Finding): Branch => {
    placed.add(finding.id)
    const consequences: Branch[] = []
    for (const id of finding.consequences ?? []) {
      const consequence = byId.get(id)
      if (consequence !== undefined && !placed.has(id)) consequences.push(branch(consequence))
    }
    return { finding, consequences }
  }
  const followed = new Set(findings.flatMap(({ consequences = [] }) => consequences))
  const roots = findings.filter(({ id }) => !followed.has(id)).map(branch)
  // Two that name each other would else be told nowhere.
  for (const finding of findings) if (!placed.has(finding.id)) roots.push(branch(finding))
  return roots
}
