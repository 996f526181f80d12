import type { NamespaceRule, Rule } from '../rule'

export const integrityRules: readonly Rule[] = []

export const integrityNamespaceRules: readonly NamespaceRule[] = []
