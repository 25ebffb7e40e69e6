package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// limit is a rate; 0 switches it off.
var limit = kind[int]{form: scalarForm, allowed: "0 (off) to 1000000", read: integer(0, 1_000_000).read}

// boolean is true or false.
var boolean = kind[bool]{form: scalarForm, allowed: "true or false", read: func(v any) (bool, error) {
	b, ok := v.(bool)
	if !ok {
		return false, fmt.Errorf("must be true or false, not %s", quote(v))
	}
	return b, nil
}}

// integer is a whole number between two bounds, both included.
func integer(least, most int) kind[int] {
	return number(least, most, func(n int64) int { return int(n) })
}

// seconds is a duration given as a whole number of seconds.
func seconds(least, most int) kind[time.Duration] {
	return number(least, most, func(n int64) time.Duration { return time.Duration(n) * time.Second })
}

// days is a duration given as a whole number of days.
func days(least, most int) kind[time.Duration] {
	return number(least, most, func(n int64) time.Duration { return time.Duration(n) * 24 * time.Hour })
}

func number[T any](least, most int, convert func(int64) T) kind[T] {
	allowed := fmt.Sprintf("%d to %d", least, most)
	return kind[T]{form: scalarForm, allowed: allowed, read: func(v any) (T, error) {
		n, ok := v.(int64)
		if !ok || n < int64(least) || n > int64(most) {
			var none T
			return none, fmt.Errorf("must be a whole number, %s, not %s", allowed, quote(v))
		}
		return convert(n), nil
	}}
}

// units of an amount of bytes, the largest first.
var units = []struct {
	name string
	size int64
}{{"TiB", 1 << 40}, {"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}}

// byteSize is an amount of memory or disk: a number of bytes, or text such as "256 MiB".
func byteSize(least, most int64) kind[int64] {
	allowed := formatBytes(least) + " to " + formatBytes(most)
	return kind[int64]{form: scalarForm, allowed: allowed, read: func(v any) (int64, error) {
		n, ok := v.(int64)
		if s, isText := v.(string); isText {
			n, ok = parseBytes(s)
		}
		if !ok || n < least || n > most {
			return 0, fmt.Errorf(`must be a number of bytes or text such as "256 MiB", %s, not %s`, allowed, quote(v))
		}
		return n, nil
	}}
}

// parseBytes reads "256 MiB" or "256MiB"; false if it is neither or more than an int64 holds.
func parseBytes(s string) (int64, bool) {
	for _, unit := range units {
		digits, found := strings.CutSuffix(s, unit.name)
		if !found {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil || n < 0 || n > (1<<62)/unit.size {
			return 0, false
		}
		return n * unit.size, true
	}
	return 0, false
}

// formatBytes writes an amount in the largest unit that divides it.
func formatBytes(n int64) string {
	for _, unit := range units {
		if n >= unit.size && n%unit.size == 0 {
			return fmt.Sprintf("%d %s", n/unit.size, unit.name)
		}
	}
	return strconv.FormatInt(n, 10)
}
