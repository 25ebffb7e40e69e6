package shop

import (
	"testing"
	"time"
)

// TestCrowdKeepsTheRate calls as the demo does: a burst, then five times a second for ten minutes.
func TestCrowdKeepsTheRate(t *testing.T) {
	const burst, rate = 12, 5
	crowd := NewCrowd(New(1), now)
	entered := map[string]bool{}
	for range burst {
		entered[crowd.Next(now).Visitor.Cookie] = true
	}
	if len(entered) != burst {
		t.Errorf("%d visitors at once, want %d", len(entered), burst)
	}
	events, early := 0, 0
	for i := range 600 * rate {
		passed := time.Duration(i) * time.Second / rate
		if step := crowd.Next(now.Add(passed)); step.Kind != Ping {
			events++
			if passed < 10*time.Second && entered[step.Visitor.Cookie] {
				early++
			}
		}
	}
	if early < 10 {
		t.Errorf("the first visitors did %d things within ten seconds", early)
	}
	if events < 600*rate/2 {
		t.Errorf("%d events in %d steps", events, 600*rate)
	}
	if n := crowd.Visits(); n < 30 || n > 300 {
		t.Errorf("%d visits go on", n)
	}
	if pace := crowd.pace(now.Add(time.Hour)); pace != 1 {
		t.Errorf("an hour later the pace is %g", pace)
	}
}

// TestStepsOfAVisitKeepTheirOrder follows every visitor through a crowd.
func TestStepsOfAVisitKeepTheirOrder(t *testing.T) {
	crowd := NewCrowd(New(2), now)
	last := map[*Visitor]time.Time{}
	for i := range 5000 {
		at := now.Add(time.Duration(i) * 50 * time.Millisecond)
		step := crowd.Next(at)
		if before, ok := last[step.Visitor]; ok && step.Pause > 0 && !at.After(before) {
			t.Fatalf("%s happens before the step before it", step.Name())
		}
		last[step.Visitor] = at
	}
}
