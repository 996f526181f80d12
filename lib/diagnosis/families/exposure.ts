import type { NamespaceRule, Rule } from '../rule'

export const exposureRules: readonly Rule[] = []

export const exposureNamespaceRules: readonly NamespaceRule[] = []
