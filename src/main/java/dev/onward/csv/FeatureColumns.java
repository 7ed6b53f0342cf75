package dev.onward.csv;

import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The columns of a file or another table that hold features, found by name. Other columns are ignored. */
public final class FeatureColumns {

    private static final int MAX_LISTED = 10;
    private static final int MAX_COMMAND = 1000;

    /** Names that a shell takes without quotes. */
    private static final Pattern PLAIN = Pattern.compile("[\\w.%+:@/-]+");

    /** The position of each column's feature in the schema, or -1. */
    private final int[] positions;

    private final Map<String, String> renamed;
    private final List<Problem> problems;

    private FeatureColumns(int[] positions, Map<String, String> renamed, List<Problem> problems) {
        this.positions = positions;
        this.renamed = renamed;
        this.problems = problems;
    }

    /**
     * Finds the features among the columns of a header. A feature without a column of its name takes the only column
     * whose name differs in upper and lower case.
     *
     * @param outputColumns names that no column may have
     */
    public static FeatureColumns find(List<String> header, Schema schema, List<String> outputColumns) {
        return find(header, schema, outputColumns, renamed(header, schema));
    }

    /**
     * Matches a header with a schema, as {@link #find} does.
     *
     * @throws InvalidInputException with the problems of {@link #problems}
     */
    static FeatureColumns match(List<String> header, Schema schema, List<String> outputColumns) {
        return find(header, schema, outputColumns).withoutProblems(header, schema);
    }

    /**
     * Matches a header with a schema by the exact names, for formats whose response cannot tell which columns were
     * matched otherwise.
     *
     * @throws InvalidInputException naming every feature without a column
     */
    static FeatureColumns matchExactly(List<String> header, Schema schema) {
        return find(header, schema, List.of(), Map.of()).withoutProblems(header, schema);
    }

    private FeatureColumns withoutProblems(List<String> header, Schema schema) {
        if (problems.isEmpty()) {
            return this;
        }
        List<Problem> all = new ArrayList<>(problems);
        if (positions.length == 1 && positions[0] < 0 && schema.size() > 1) {
            all.add(
                    0,
                    Problem.ofRow(
                            1,
                            "expected columns separated by commas, semicolons or tabs, found one column, "
                                    + Text.quote(header.get(0))));
        }
        throw new InvalidInputException(all, all.size(), "line");
    }

    private static FeatureColumns find(
            List<String> header, Schema schema, List<String> outputColumns, Map<String, String> renamed) {
        int[] positions = header.stream()
                .mapToInt(column -> schema.position(renamed.getOrDefault(column, column)))
                .toArray();
        return new FeatureColumns(positions, renamed, problems(header, schema, outputColumns, renamed));
    }

    private static List<Problem> problems(
            List<String> header, Schema schema, List<String> outputColumns, Map<String, String> renamed) {
        Optional<Problem> unnamed = renamed.isEmpty() ? unnamed(header, schema) : Optional.empty();
        if (unnamed.isPresent()) {
            return List.of(unnamed.get());
        }
        Set<String> otherColumns = new HashSet<>(header);
        otherColumns.removeAll(schema.names());
        List<Problem> problems = new ArrayList<>();
        for (Feature feature : schema.features()) {
            if (!header.contains(feature.name()) && !renamed.containsValue(feature.name())) {
                problems.add(missing(feature, otherColumns));
            }
        }
        for (String name : header) {
            if (outputColumns.contains(name)) {
                problems.add(Problem.ofRow(
                        1, "column " + Text.quote(name) + " has the same name as an output column; rename it"));
            }
        }
        return problems;
    }

    /** Every feature without a column, and every column with the name of an output, in line 1. */
    public List<Problem> problems() {
        return problems;
    }

    /** The position of a column's feature in the schema, or -1 if it has none. */
    public int position(int column) {
        return positions[column];
    }

    /** The features by the names of columns that differ from theirs in upper and lower case. */
    private static Map<String, String> renamed(List<String> header, Schema schema) {
        Map<String, List<String>> columns = header.stream()
                .filter(column -> schema.position(column) < 0)
                .collect(Collectors.groupingBy(column -> column.toLowerCase(Locale.ROOT)));
        Map<String, String> renamed = new LinkedHashMap<>();
        for (Feature feature : schema.features()) {
            List<String> similar = columns.getOrDefault(feature.name().toLowerCase(Locale.ROOT), List.of());
            if (similar.size() == 1 && !header.contains(feature.name())) {
                renamed.putIfAbsent(similar.get(0), feature.name());
            }
        }
        return renamed;
    }

    /** The features by the names of their columns, for those columns that have another name than the feature. */
    Map<String, String> renamed() {
        return Collections.unmodifiableMap(renamed);
    }

    /**
     * The problem of a file whose columns have names although the model has none for its features, which are only
     * numbered.
     */
    private static Optional<Problem> unnamed(List<String> header, Schema schema) {
        boolean isNumbered = IntStream.range(0, schema.size())
                .allMatch(i -> schema.feature(i).name().equals("f" + i));
        int extra = header.size() - schema.size();
        if (!isNumbered || extra < 0 || extra > 1 || schema.names().stream().anyMatch(header::contains)) {
            return Optional.empty();
        }
        String expected = "expected columns with the names of the model's features, which are only numbered: "
                + listed(schema.names()) + "; found " + listed(header);
        if (extra == 1) {
            return Optional.of(Problem.ofRow(
                    1,
                    expected
                            + "; one of these columns may be the target. To give the features the other names, in their"
                            + " order, use \"annotate MODEL.onnx --names-from FILE.csv --target COLUMN --out"
                            + " NAMED.onnx\", or start the server with \"serve --model MODEL.onnx --names NAME,…\""));
        }
        String mapping = IntStream.range(0, Math.min(header.size(), MAX_LISTED))
                        .mapToObj(i -> "f" + i + " is " + Text.cut(header.get(i)))
                        .collect(Collectors.joining(", "))
                + (header.size() > MAX_LISTED ? ", …" : "");
        return Optional.of(Problem.ofRow(
                1,
                expected + ". If the order is the same, so that " + mapping
                        + ", give the features these names with \"annotate MODEL.onnx --names-from FILE.csv --out"
                        + " NAMED.onnx\"" + serve(header)));
    }

    /** The other command, unless a name does not fit into a list that is separated by commas. */
    private static String serve(List<String> names) {
        String list = String.join(",", names);
        return names.stream().allMatch(name -> PLAIN.matcher(name).matches()) && list.length() <= MAX_COMMAND
                ? ", or start the server with \"serve --model MODEL.onnx --names " + list + "\""
                : "";
    }

    private static String listed(List<String> names) {
        return names.stream().limit(MAX_LISTED).map(Text::cut).collect(Collectors.joining(", "))
                + (names.size() > MAX_LISTED ? ", … (" + names.size() + " in all)" : "");
    }

    private static Problem missing(Feature feature, Set<String> otherColumns) {
        String found =
                Text.nearest(feature.name(), otherColumns).map(Text::quote).orElse("none");
        return Problem.ofCell(1, feature.name(), "expected a column with this name, found " + found);
    }

    /** Adds the features' cells to the row that has been started in the builder. */
    void addCells(List<String> cells, TableBuilder builder) {
        if (cells instanceof PlainCells plain) {
            plain.addTo(builder, positions);
            return;
        }
        for (int column = 0; column < positions.length; column++) {
            if (positions[column] >= 0) {
                builder.text(positions[column], cells.get(column));
            }
        }
    }

    /** Returns the positions in the file of the columns whose features satisfy the condition. */
    int[] where(IntPredicate condition) {
        return IntStream.range(0, positions.length)
                .filter(column -> positions[column] >= 0 && condition.test(positions[column]))
                .toArray();
    }
}
