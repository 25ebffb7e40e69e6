package config

import "strings"

// Nearest returns the known name that a misspelt one most likely means: the one with the fewest edits,
// case aside, the earlier on a tie. A name without its group counts as nearly right.
func Nearest(name string, known []string) string {
	best, least := "", -1
	for _, candidate := range known {
		edits := distance(name, candidate)
		if dot := strings.LastIndexByte(candidate, '.'); dot >= 0 {
			edits = min(edits, 1+distance(name, candidate[dot+1:]))
		}
		if least < 0 || edits < least {
			best, least = candidate, edits
		}
	}
	return best
}

// distance is the Levenshtein distance of two names, case aside: how many letters to insert, remove or
// replace.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	row := make([]int, len(b)+1) // of the part of a read so far, to every beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
