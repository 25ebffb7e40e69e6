package identity

import (
	"context"

	"sojourn/journey"
	"sojourn/journey/contact"
)

// keepStep is how many contacts one record repeats.
const keepStep = 100

// Keep writes again what is known of contacts: their documents as they are, and of those that are not there that
// they are gone. What was said of them earlier in the log may be erased then (architecture.md "Forgetting").
func (d *Directory) Keep(ctx context.Context, ids []journey.ID) error {
	for len(ids) > 0 {
		step := ids[:min(keepStep, len(ids))]
		ids = ids[len(step):]
		_, err := d.act(ctx, func(r *reading, at journey.Instant) (contact.Decision, *journey.Fault) {
			kept := contact.Decision{Act: contact.Keeping, Evidence: contact.Proof{At: at}}
			for _, id := range step {
				if c := r.contact(id); c != nil {
					kept.Put = append(kept.Put, c)
				} else {
					kept.Remove = append(kept.Remove, id)
				}
			}
			return kept, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
