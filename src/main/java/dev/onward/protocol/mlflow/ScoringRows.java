package dev.onward.protocol.mlflow;

import dev.onward.json.JsonParsers;
import dev.onward.json.JsonRowReader;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.SyntaxException;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import dev.onward.table.TooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Reads rows from the JSON of MLflow's and KServe's model servers: an object with one property that holds the rows, in the
 * form that its name indicates. Other properties are ignored, as by those servers.
 */
public final class ScoringRows {

    private static final String PARAMS = "params";
    private static final int MAX_LISTED_NAMES = 10;

    private final Dialect dialect;
    private final Schema schema;
    private final TableBuilder builder;
    private final JsonRowReader reader;
    private final List<String> forms = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private Optional<String> params = Optional.empty();

    /** A protocol, with the names of the properties that may hold rows. */
    public enum Dialect {
        /** MLflow's, which also has parameters for the model. */
        MLFLOW,
        /** KServe's first protocol, which originates from TensorFlow Serving. */
        KSERVE;

        private List<String> forms() {
            return this == MLFLOW
                    ? List.of("dataframe_split", "dataframe_records", "instances", "inputs")
                    : List.of("instances", "inputs");
        }

        private String expected() {
            List<String> forms = forms();
            int last = forms.size() - 1;
            return "an object with exactly one of "
                    + forms.subList(0, last).stream().map(Text::quote).collect(Collectors.joining(", ")) + " and "
                    + Text.quote(forms.get(last));
        }
    }

    private ScoringRows(Dialect dialect, Schema schema, int maxRows) {
        this.dialect = dialect;
        this.schema = schema;
        this.builder = new TableBuilder(schema);
        this.reader = new JsonRowReader(builder, schema, maxRows, JsonRowReader.Syntax.PYTHON);
    }

    /**
     * Reads rows in any of the dialect's forms.
     *
     * @param json in UTF-8, with or without a byte order mark; not closed
     * @throws InvalidInputException naming every value that does not fit its feature, or the problem of the form
     * @throws SyntaxException if the text is not valid JSON
     * @throws TooLargeException if there are more than {@code maxRows} rows
     */
    public static Table read(InputStream json, Dialect dialect, Schema schema, int maxRows) {
        try (JsonParser parser = JsonParsers.of(json)) {
            return new ScoringRows(dialect, schema, maxRows).read(parser);
        } catch (JacksonIOException e) {
            throw new UncheckedIOException(e.getCause());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Table read(JsonParser parser) {
        try {
            JsonToken start = parser.nextToken();
            if (start == null) {
                throw new SyntaxException("expected " + dialect.expected() + ", got nothing", 1, 1);
            } else if (start != JsonToken.START_OBJECT) {
                throw invalid("expected " + dialect.expected() + ", got " + JsonParsers.describe(start));
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                member(parser.currentName(), parser.nextToken(), parser);
            }
            JsonParsers.expectEnd(parser);
        } catch (JacksonIOException e) {
            throw e;
        } catch (JacksonException e) {
            throw JsonParsers.syntaxError(e, parser);
        }
        check();
        return builder.build();
    }

    private void member(String name, JsonToken value, JsonParser parser) {
        if (dialect.forms().contains(name)) {
            addName(name, forms);
            if (forms.size() == 1) {
                rows(name, value, parser);
            }
        } else {
            addName(name, others);
            if (name.equals(PARAMS) && dialect == Dialect.MLFLOW) {
                params(value, parser);
            }
        }
        parser.skipChildren();
    }

    /** Keeps one name more than are listed, to show that there are more. */
    private static void addName(String name, List<String> names) {
        if (names.size() <= MAX_LISTED_NAMES) {
            names.add(name);
        }
    }

    private void rows(String form, JsonToken value, JsonParser parser) {
        if (form.equals("dataframe_split")) {
            new DataframeSplit(schema, reader).read(parser);
        } else if (form.equals("inputs") && value == JsonToken.START_OBJECT) {
            new InputColumns(schema, reader, builder).read(parser);
        } else if (form.equals("inputs") && value != JsonToken.START_ARRAY) {
            builder.startRow(0);
            row(value, parser);
        } else if (value != JsonToken.START_ARRAY) {
            throw invalid(form + ": expected an array, got " + JsonParsers.describe(value));
        } else if (form.equals("dataframe_records")) {
            reader.rows(parser, first -> reader.object(parser, first, "an object"));
        } else {
            reader.rows(parser, first -> row(first, parser));
        }
    }

    /** Reads a row by name or by position, or the single value of a row. */
    private void row(JsonToken first, JsonParser parser) {
        if (first == JsonToken.START_OBJECT) {
            reader.object(parser, first, "an object");
        } else if (first == JsonToken.START_ARRAY) {
            reader.array(parser, first, DataframeSplit.inOrder(schema), "feature");
        } else if (schema.size() == 1) {
            reader.cell(parser, first, 0);
            builder.endRow();
        } else {
            reader.reject(parser, first, "an object or an array of " + JsonRowReader.values(schema.size()));
        }
    }

    /** Notes parameters, which tabular models do not have. Null and an empty object are allowed. */
    private void params(JsonToken value, JsonParser parser) {
        if (value == JsonToken.START_OBJECT) {
            if (parser.nextToken() != JsonToken.END_OBJECT) {
                params = Optional.of(Text.quote(parser.currentName()));
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    parser.skipChildren();
                }
            }
        } else if (value != JsonToken.VALUE_NULL) {
            params = Optional.of(JsonParsers.describe(value));
        }
    }

    private void check() {
        if (forms.size() != 1) {
            throw invalid("expected " + dialect.expected() + ", got " + listed(forms.isEmpty() ? others : forms));
        }
        if (params.isPresent()) {
            throw invalid("params: expected none, since the model has no parameters, got " + params.get());
        }
    }

    private static String listed(List<String> names) {
        String listed = names.stream().limit(MAX_LISTED_NAMES).map(Text::quote).collect(Collectors.joining(", "));
        return names.isEmpty() ? "an empty object" : listed + (names.size() > MAX_LISTED_NAMES ? ", …" : "");
    }

    static InvalidInputException invalid(String message) {
        return new InvalidInputException(List.of(Problem.of(message)), 1);
    }
}
