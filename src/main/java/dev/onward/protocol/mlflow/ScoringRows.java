package dev.onward.protocol.mlflow;

import dev.onward.json.JsonParsers;
import dev.onward.json.JsonRowReader;
import dev.onward.json.RowLimits;
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
 * Reads rows in the JSON of MLflow and of KServe's V1 protocol: an object with exactly one member that contains rows,
 * whose name determines their form. Other members are ignored, as by those servers.
 */
public final class ScoringRows {

    private static final String PARAMS = "params";
    private static final int MAX_LISTED = 10;

    private final Dialect dialect;
    private final Schema schema;
    private final TableBuilder builder;
    private final JsonRowReader cells;
    private final List<String> forms = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();

    /** The parameters of the request, which are not supported, for the message. */
    private Optional<String> params = Optional.empty();

    /** The protocol of the request, which determines the names of the members with rows. */
    public enum Dialect {
        /** MLflow's {@code /invocations}, which may also have {@code params} for the model. */
        MLFLOW,
        /** KServe's V1 protocol, which follows TensorFlow Serving's. */
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

    private ScoringRows(Dialect dialect, Schema schema, RowLimits limits) {
        this.dialect = dialect;
        this.schema = schema;
        this.builder = new TableBuilder(schema, limits.absentValues());
        this.cells = new JsonRowReader(builder, schema, limits.maxRows(), JsonRowReader.Syntax.PYTHON);
    }

    /**
     * Reads rows in any of the dialect's forms.
     *
     * @param json in UTF-8, with or without a byte order mark; not closed
     * @throws InvalidInputException with every value that does not fit its feature, or with the problem of the form
     * @throws SyntaxException if the JSON is malformed
     * @throws TooLargeException if there are too many rows
     */
    public static Table read(InputStream json, Dialect dialect, Schema schema, RowLimits limits) {
        try (JsonParser parser = JsonParsers.of(json)) {
            return new ScoringRows(dialect, schema, limits).read(parser);
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
                throw problem("expected " + dialect.expected() + ", got " + JsonParsers.describe(start));
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
            note(name, forms);
            if (forms.size() == 1) {
                rows(name, value, parser);
            }
        } else {
            note(name, ignored);
            if (name.equals(PARAMS) && dialect == Dialect.MLFLOW) {
                params(value, parser);
            }
        }
        parser.skipChildren();
    }

    /** Keeps one name more than is listed, to show that there are more. */
    private static void note(String name, List<String> names) {
        if (names.size() <= MAX_LISTED) {
            names.add(name);
        }
    }

    private void rows(String form, JsonToken value, JsonParser parser) {
        if (form.equals("dataframe_split")) {
            new DataframeSplit(schema, cells).read(parser);
        } else if (form.equals("inputs") && value == JsonToken.START_OBJECT) {
            new InputColumns(schema, cells, builder).read(parser);
        } else if (form.equals("inputs") && value != JsonToken.START_ARRAY) {
            builder.startRow(0);
            row(value, parser);
        } else if (value != JsonToken.START_ARRAY) {
            throw problem(form + ": expected an array, got " + JsonParsers.describe(value));
        } else if (form.equals("dataframe_records")) {
            cells.rows(parser, first -> cells.object(parser, first, "an object"));
        } else {
            cells.rows(parser, first -> row(first, parser));
        }
    }

    /** Reads a row: values by name, values in the order of the features, or the bare value of a single feature. */
    private void row(JsonToken first, JsonParser parser) {
        if (first == JsonToken.START_OBJECT) {
            cells.object(parser, first, "an object");
        } else if (first == JsonToken.START_ARRAY) {
            cells.array(parser, first, DataframeSplit.inOrder(schema), "feature");
        } else if (schema.size() == 1) {
            cells.cell(parser, first, 0);
            builder.endRow();
        } else {
            cells.reject(parser, first, "an object or an array of " + JsonRowReader.values(schema.size()));
        }
    }

    /** Models have no parameters here, and ignoring parameters would silently give an unexpected result. */
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
            throw problem("expected " + dialect.expected() + ", got " + listed(forms.isEmpty() ? ignored : forms));
        }
        if (params.isPresent()) {
            throw problem("params: expected none, because this model has no parameters, got " + params.get());
        }
    }

    private static String listed(List<String> names) {
        String listed = names.stream().limit(MAX_LISTED).map(Text::quote).collect(Collectors.joining(", "));
        return names.isEmpty() ? "an empty object" : listed + (names.size() > MAX_LISTED ? ", …" : "");
    }

    static InvalidInputException problem(String message) {
        return new InvalidInputException(List.of(Problem.of(message)), 1);
    }
}
