import { Standing } from '@/components/panels/standing'
import { Wall } from '@/components/wall/wall'
import { WallSkeleton } from '@/components/wall/wall-skeleton'

export default function Page() {
  return (
    <Standing skeleton={<WallSkeleton />}>
      <Wall />
    </Standing>
  )
}
