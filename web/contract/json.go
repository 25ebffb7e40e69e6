package contract

import (
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// AppendJSON appends the JSON of a wire type. Arrays and maps that are required are never
// null, and text that is no UTF-8 is mended rather than refused: an answer is always JSON.
func AppendJSON(b []byte, v any) ([]byte, error) {
	encoded, err := json.Marshal(v, jsontext.AllowInvalidUTF8(true), json.Deterministic(true))
	if err != nil {
		return b, err
	}
	return append(b, encoded...), nil
}

// WriteJSON answers with the status and the JSON of a wire type. It writes nothing if the
// value has no JSON form; an error afterwards means that the client is gone.
func WriteJSON(w http.ResponseWriter, status int, v any) error {
	body, err := AppendJSON(nil, v)
	if err != nil {
		return err
	}
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, err = w.Write(body)
	return err
}
