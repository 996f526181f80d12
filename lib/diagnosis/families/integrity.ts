import type { Rule } from '../rule'

export const integrityRules: readonly Rule[] = []
