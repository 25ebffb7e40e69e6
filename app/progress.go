package app

// Progress is told how far a long task is. Total may be an estimate. It is called from one goroutine
// at a time and must return soon; nil is nobody.
type Progress func(done, total uint64)

// tell reports progress, if anybody wants to know.
func (p Progress) tell(done, total uint64) {
	if p != nil {
		p(done, max(done, total))
	}
}
