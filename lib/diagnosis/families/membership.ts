import type { Rule } from '../rule'

export const membershipRules: readonly Rule[] = []
