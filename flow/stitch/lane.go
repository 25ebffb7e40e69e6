package stitch

import (
	"context"
	"time"

	"sojourn/journey"
	"sojourn/journey/codec"
)

// maxBatch is how many events a lane takes at a time, more only if one caller sent more.
const maxBatch = 512

// lane folds the events of its keys. Everything but the channel belongs to its goroutine.
type lane struct {
	*Lanes
	in     chan *work
	states *cache
	spare  *journey.Chance       // drawn ahead, replaced when used
	shown  map[journey.ID]uint64 // fingerprint of what sessions said last of their customer
	logged journey.Position      // of the last record that this lane appended

	batch batch
}

// step is one event, ping or look in hand, and where its answer goes.
type step struct {
	work  *work
	place int // of the event in the work
	entry *entry
}

// batch is what the lane has in hand.
type batch struct {
	waiting []step // to fold, in order
	put     []step // for the next batch: their keys must be committed first
	works   []*work
	ledger  *ledger
	records []journey.Record // to log, in order
	owners  []*entry         // of the records
	asked   []asked          // whose customers are to be found
	earned  []earned         // segments that are to be given to customers
	encoded [][]byte
	ends    []int // of the records in buffer
	buffer  []byte
}

func newLane(l *Lanes) *lane {
	queue := max(l.o.Queue, 1)
	lane := &lane{Lanes: l, in: make(chan *work, queue), states: newCache(max(l.o.CachedStates/l.o.Lanes/2, 64)),
		shown: make(map[journey.ID]uint64)}
	lane.batch.ledger = newLedger(l.o.Index)
	return lane
}

// run takes work until the channel is closed and empty.
func (l *lane) run() {
	for w := range l.in {
		l.take(w)
		for len(l.batch.waiting) < maxBatch {
			select {
			case w, open := <-l.in:
				if !open {
					l.commitAll()
					return
				}
				l.take(w)
				continue
			default:
			}
			break
		}
		l.commitAll()
	}
}

// take puts the steps of a piece of work into the batch. An erasure is done at once, behind what is in hand.
func (l *lane) take(w *work) {
	if w.forget != nil {
		l.commitAll()
		l.forget(w)
		return
	}
	b := &l.batch
	b.works = append(b.works, w)
	w.count = max(1, len(w.events))
	for i := range w.count {
		b.waiting = append(b.waiting, step{work: w, place: i})
	}
}

// commitAll folds and commits what is waiting, in as many rounds as late events need, and answers.
func (l *lane) commitAll() {
	ctx := context.Background()
	b := &l.batch
	for len(b.waiting) > 0 {
		l.counts.batches.Add(1)
		err := l.Err()
		if err == nil {
			err = l.fold(ctx)
		}
		if err == nil {
			err = l.identify(ctx)
		}
		if err == nil {
			err = l.grant(ctx)
		}
		if err == nil {
			err = l.commit(ctx)
		}
		if err != nil {
			l.abandon(err)
		}
		b.waiting, b.put = append(b.waiting[:0], b.put...), b.put[:0]
	}
	l.release()
}

// commit logs the batch's records and, once they are on disk, applies what they changed to the index.
func (l *lane) commit(ctx context.Context) error {
	b := &l.batch
	if len(b.records) == 0 {
		l.forgetRound()
		return nil
	}
	first, err := l.o.Log.Append(ctx, b.encode())
	if err != nil {
		return err // nothing or everything of it is on disk: the states are read again
	}
	for i, record := range b.records {
		b.owners[i].settle(record, first+journey.Position(i))
	}
	l.logged = first + journey.Position(len(b.records)-1)
	changes := b.ledger.changes()
	if err := l.o.Index.Apply(ctx, l.o.Mark.Low(), changes); err != nil {
		if err = l.applyLater(ctx, changes, err); err != nil {
			return err
		}
	}
	l.o.Mark.Done(first, l.logged)
	l.forgetRound()
	return nil
}

// encode returns the bytes of the batch's records, valid until the next round.
func (b *batch) encode() [][]byte {
	b.buffer, b.ends, b.encoded = b.buffer[:0], b.ends[:0], b.encoded[:0]
	for _, record := range b.records {
		b.buffer = codec.AppendRecord(b.buffer, record)
		b.ends = append(b.ends, len(b.buffer))
	}
	start := 0
	for _, end := range b.ends { // the buffer stays where it is from here on
		b.encoded = append(b.encoded, b.buffer[start:end:end])
		start = end
	}
	return b.encoded
}

// applyEvery is how often a change that the index refused is tried again.
const applyEvery = time.Second

// applyLater waits until the index takes changes that the log holds already, which may be when a full disk
// has space again. The callers of the batch are told at once that their events may or may not be kept, and nobody
// hands over new ones meanwhile. It gives up when the lanes close: the next start replays the log.
func (l *lane) applyLater(ctx context.Context, changes []Change, err error) error {
	l.o.Logger.Warn("the index refused a batch that the log holds; events are refused until it takes it", "error", err)
	l.refuse(err)
	defer l.refuse(nil)
	fault := unavailable("the index takes nothing at the moment")
	l.answer(fault)
	for {
		select {
		case <-l.closing:
			l.fail(err)
			return err
		case w := <-l.in:
			if w != nil { // nil: the channel is closed, closing is near
				l.queued.Add(-int64(max(1, len(w.events))))
				w.fail(fault)
			}
			continue
		case <-time.After(applyEvery):
		}
		if err = l.o.Index.Apply(ctx, l.o.Mark.Low(), changes); err == nil {
			l.o.Logger.Info("the index takes changes again")
			return nil
		}
	}
}

// answer answers everything that the lane has in hand with a fault, ahead of the round's end.
func (l *lane) answer(fault *journey.Fault) {
	b := &l.batch
	for _, w := range b.works {
		for i := range w.count {
			step{work: w, place: i}.fail(fault)
		}
	}
	b.waiting, b.put = b.waiting[:0], b.put[:0]
	l.release()
}

// release lets the callers go on.
func (l *lane) release() {
	b := &l.batch
	for _, w := range b.works {
		l.queued.Add(-int64(w.count))
		w.done <- struct{}{} // from here on it is the caller's
	}
	clear(b.works)
	b.works = b.works[:0]
}

// forgetRound makes the batch ready for the next round. The states stay cached.
func (l *lane) forgetRound() {
	b := &l.batch
	for _, e := range b.ledger.order {
		if e.loaded {
			e.state.Trim()
		}
	}
	b.ledger.reset()
	clear(b.records)
	clear(b.owners)
	clear(b.asked)
	clear(b.earned)
	b.asked, b.earned = b.asked[:0], b.earned[:0]
	b.records, b.owners = b.records[:0], b.owners[:0]
}

// abandon answers the round's events with a failure and forgets the states that ran ahead of the log.
func (l *lane) abandon(err error) {
	b := &l.batch
	l.o.Logger.Warn("a batch was not stored", "error", err, "events", len(b.waiting))
	fault := unavailable("the event could not be stored, or it is unknown whether it was")
	for _, s := range b.waiting {
		s.fail(fault)
	}
	b.put = b.put[:0]
	for _, record := range b.records {
		if opening, ok := record.(*journey.Accepted); ok && opening.Opened {
			l.shortIDs.Release(opening.ShortID, opening.Session)
		}
	}
	for _, e := range b.ledger.order {
		l.states.drop(e.key)
	}
	clear(l.shown) // it may say what was not stored
	l.forgetRound()
}

// fail answers one step with an error, unless a fault of its own was found before.
func (s step) fail(err error) {
	if s.work.ping != nil || s.work.due != nil {
		s.work.err = err
		return
	}
	if s.work.errs[s.place] == nil {
		s.work.receipts[s.place], s.work.errs[s.place] = journey.Receipt{}, err
	}
}
