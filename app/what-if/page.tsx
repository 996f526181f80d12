import { WhatIfPage } from '@/components/panels/what-if-page'

export default function Page() {
  return <WhatIfPage />
}
