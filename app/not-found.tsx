'use client'

import { late } from '@/components/ui/late'

const NotFound = late(() => import('@/components/panels/not-found').then((module) => module.NotFound))

export default function Page() {
  return <NotFound />
}
