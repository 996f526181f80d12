import type { Difference, Evidence, Finding, Findings } from '@/lib/kubernetes/finding'
import type { ObjectRef } from '@/lib/kubernetes/record'
import type { ServiceSummary } from '@/lib/kubernetes/summary'
import { type SummaryJson, toSummaryJson } from '@/lib/topology/graph-json'
import { createFindingTeller, type FindingTeller } from '@/messages/finding-text'
import { findingMessages } from '@/messages/findings'
import { acceptedLanguages, type Locale, pickLocale } from '@/messages/locale'

/** `Kind/namespace/name`, `Kind/name` where it has no namespace. */
export type ObjectName = string

type Named<T> = T extends { readonly object: ObjectRef } ? Omit<T, 'object'> & { readonly object: ObjectName } : never

/**
 * A finding as the API gives it: people script against `code` and `facts`; `message` and `remedy` are the sentences of
 * the page, names and fields between backticks, in the language that was asked for.
 */
export interface FindingJson {
  readonly id: string
  readonly code: string
  readonly severity: Finding['severity']
  readonly facts: Finding['facts']
  readonly objects: readonly ObjectName[]
  readonly message: string
  readonly remedy: string
  readonly why?: string
  /** The page of the Kubernetes documentation. */
  readonly link?: string
  readonly command: string
  readonly evidence: readonly Named<Evidence>[]
  readonly differences?: readonly Named<Difference>[]
  readonly since?: string
  /** The id of the finding that it follows from. */
  readonly cause?: string
  readonly consequences?: readonly string[]
}

/** Built once: each keeps what it has parsed. */
export const tellers: Readonly<Record<Locale, FindingTeller>> = {
  en: createFindingTeller(findingMessages.en, 'en'),
  'zh-CN': createFindingTeller(findingMessages['zh-CN'], 'zh-CN'),
}

/** The language that a request asks for: `?lang=`, else Accept-Language, else English. */
export function localeOf(request: Request): Locale {
  const asked = new URL(request.url).searchParams.get('lang') ?? undefined
  return pickLocale([asked, ...acceptedLanguages(request.headers.get('accept-language') ?? '')])
}

/** The headers of an answer in that language. */
export function languageHeaders(locale: Locale): Readonly<Record<string, string>> {
  return { 'Content-Language': locale, Vary: 'Accept-Language' }
}

export function toFindingJson(finding: Finding, locale: Locale): FindingJson {
  const { id, code, severity, facts, objects, command, evidence, differences, since, cause, consequences } = finding
  const { title, remedy, why, link } = tellers[locale].plain(finding)
  return {
    id,
    code,
    severity,
    facts,
    objects: objects.map(nameOf),
    message: title,
    remedy,
    ...(why !== undefined && { why }),
    ...(link !== undefined && { link }),
    command,
    evidence: evidence.map((each) => ({ ...each, object: nameOf(each.object) })),
    ...(differences !== undefined && {
      differences: differences.map((each) => ({ ...each, object: nameOf(each.object) })),
    }),
    ...(since !== undefined && { since }),
    ...(cause !== undefined && { cause }),
    ...(consequences !== undefined && { consequences }),
  }
}

/** What is said of one subject: its findings, worst first, and what was not read. */
export interface SubjectJson {
  /** Consequences stand behind their cause. */
  readonly findings: readonly FindingJson[]
  /** Plural names of the resources without which some rules could not be asked: nothing is known of what they would say. */
  readonly unread: readonly string[]
}

export function toSubjectJson(findings: Findings | undefined, locale: Locale): SubjectJson {
  return {
    findings: findings?.findings.map((finding) => toFindingJson(finding, locale)) ?? [],
    unread: findings?.unread ?? [],
  }
}

type Worst = Pick<FindingJson, 'code' | 'severity' | 'message'>

/** A summary whose worst finding is told in words. */
export type ToldSummaryJson = Omit<SummaryJson, 'worst'> & { readonly worst?: Worst }

export function toToldSummaryJson(summary: ServiceSummary, locale: Locale): ToldSummaryJson {
  const { worst, ...rest } = toSummaryJson(summary)
  if (worst === undefined) return rest
  const { code, severity } = worst
  return { ...rest, worst: { code, severity, message: tellers[locale].plain(worst).title } }
}

export function nameOf({ kind, namespace, name }: ObjectRef): ObjectName {
  return namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`
}
