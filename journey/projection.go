package journey

// Function says how the values of events become a session attribute (session.md §5).
type Function uint8

// The projection functions. The numbers are stored.
const (
	FunctionNone Function = iota
	Last                  // newest value
	First                 // oldest value
	Count                 // number of events that carry it
	Sum
	Min
	Max
	List // distinct values in order of first use
	All  // every value in order
)

var functionNames = [...]string{
	FunctionNone: "", Last: "last", First: "first", Count: "count", Sum: "sum", Min: "min", Max: "max",
	List: "list", All: "all",
}

// String returns the function's name in definitions.
func (f Function) String() string { return functionNames[min(int(f), len(functionNames)-1)] }

// ParseFunction returns the function of that name, or FunctionNone.
func ParseFunction(name string) Function { return Function(indexOf(functionNames[:], name)) }

// MarshalText implements encoding.TextMarshaler: a definition holds the name.
func (f Function) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads a name; an unknown one is an error.
func (f *Function) UnmarshalText(name []byte) error {
	if *f = ParseFunction(string(name)); *f == FunctionNone {
		return Invalid("function", "is none of last, first, count, sum, min, max, list, all")
	}
	return nil
}

// Projector is an admin's mapping from event attributes to a session attribute (session.md §5).
type Projector struct {
	SessionType      string   `json:"sessionType,omitempty"` // within a SessionType: of that type, whatever it says
	EventName        string   `json:"eventName"`             // or "*" for every event
	EventAttribute   string   `json:"eventAttribute"`        // or the name of a list
	SessionAttribute string   `json:"sessionAttribute"`
	Function         Function `json:"function"`
	DisplayName      string   `json:"displayName,omitempty"`
	DisplayOrder     int      `json:"displayOrder,omitempty"`
}

// Projection is one session attribute as far as the events have built it. Which members
// are used depends on the function.
type Projection struct {
	Name     string
	Function Function
	First    Stamp    // of the oldest event that carried it: decides which are kept beyond the limit
	Newest   Stamp    // of the event that set Type and, for Last, Value
	Type     DataType // of the newest value
	Value    string   // Last, First, Min, Max: the value
	Oldest   Stamp    // First: of the event that set Value
	Count    uint64   // Count, Sum: how many values
	Sum      []byte   // Sum: the exact sum, opaque
	Values   []Listed // List, All: by stamp, at most MaxListValues
}

// Listed is one member of a list.
type Listed struct {
	Stamp Stamp
	Type  DataType
	Value string
}

// The limits of session.md §5.
const (
	MaxSessionAttributes = 100
	MaxListValues        = 100
	MaxValueLength       = 1024 // characters
)
