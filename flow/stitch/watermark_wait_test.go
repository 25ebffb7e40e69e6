package stitch_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"sojourn/flow/stitch"
)

// TestWaitingForTheMark: whoever waits goes on when everything below has been applied, not before.
func TestWaitingForTheMark(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mark := stitch.NewWatermark(3)
		if err := mark.Wait(t.Context(), 2); err != nil {
			t.Fatal(err)
		}
		passed := make(chan struct{}, 2)
		for range 2 {
			go func() {
				if mark.Wait(t.Context(), 4) == nil {
					passed <- struct{}{}
				}
			}()
		}
		mark.Done(5, 6) // 4 is not done
		synctest.Wait()
		if len(passed) > 0 {
			t.Error("it went on before its time")
		}
		mark.Done(4, 4)
		synctest.Wait()
		if len(passed) != 2 {
			t.Errorf("%d of 2 went on", len(passed))
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if err := mark.Wait(ended, 6); !errors.Is(err, context.Canceled) {
			t.Errorf("waiting ended with %v", err)
		}
	})
}
