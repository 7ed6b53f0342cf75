package dev.onward.annotate;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.Sha256;
import dev.onward.model.card.ColumnCard;
import dev.onward.model.card.ModelCard;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A CSV file with rows of a model's features, and what the card makes of its columns. */
final class AnnotationData {

    private final Path file;
    private final byte[] content;
    private final List<String> header;
    private final Optional<String> target;
    private final ModelCard card;

    private AnnotationData(Path file, byte[] content, Optional<String> target, ModelCard card) {
        this.file = file;
        this.content = content;
        this.header = open(content).header();
        this.card = card;
        this.target = target.map(String::strip).map(this::inFile);
    }

    /**
     * @param card whose {@code columns} say what becomes of the columns
     * @throws InvalidFilesException if the file cannot be read
     */
    static AnnotationData open(Path file, Optional<String> target, ModelCard card, FileProblems problems) {
        try {
            return new AnnotationData(file, Files.readAllBytes(file), target, card);
        } catch (InvalidInputException e) {
            e.problems().forEach(problem -> problems.add(file, problem));
        } catch (IOException e) {
            problems.add(file, Problem.of("cannot be read: " + Text.reason(e)));
        }
        throw problems.exception();
    }

    /** The target may be called as in the file, or as the card renames it. */
    private String inFile(String name) {
        return header.contains(name) || position(name) < 0 ? name : header.get(position(name));
    }

    /** @param expected columns that must be there, since somebody has written what becomes of them in this file */
    void check(Set<String> expected, FileProblems problems) {
        target.filter(name -> !header.contains(name))
                .ifPresent(name -> problems.add(
                        file,
                        new Problem(
                                1,
                                "",
                                "there is no column " + Text.quote(name) + " (the target)",
                                Text.nearest(name, header))));
        checkNames(problems);
        expected.stream()
                .filter(column -> !header.contains(column))
                .forEach(column -> problems.add(
                        file,
                        Problem.of(1, "", "there is no column " + Text.quote(column) + ", of which the card speaks")));
    }

    private void checkNames(FileProblems problems) {
        Map<String, String> columns = new HashMap<>();
        for (String column : header) {
            boolean feature =
                    !Optional.of(column).equals(target) && !card(column).drop();
            String other = feature ? columns.putIfAbsent(name(column), column) : null;
            if (other != null) {
                problems.add(
                        file,
                        Problem.of(
                                1,
                                "",
                                "columns " + Text.quote(other) + " and " + Text.quote(column) + " are both called "
                                        + Text.quote(name(column))));
            }
        }
    }

    private static CsvRows open(byte[] content) {
        return CsvRows.open(new ByteArrayInputStream(content));
    }

    /** The rows, from the first. */
    CsvRows open() {
        return open(content);
    }

    Path file() {
        return file;
    }

    /** Without its folder. */
    String name() {
        return Optional.ofNullable(file.getFileName()).map(String::valueOf).orElse("");
    }

    String sha256() {
        return Sha256.of(content);
    }

    /** The position of the column with the right answers, or -1. */
    int target() {
        return target.map(header::indexOf).orElse(-1);
    }

    /** The columns that are features, by the names that the card gives them. */
    List<String> names() {
        return header.stream()
                .filter(column ->
                        !Optional.of(column).equals(target) && !card(column).drop())
                .map(this::name)
                .toList();
    }

    private ColumnCard card(String column) {
        return card.columns().getOrDefault(column, new ColumnCard(false, "", Map.of()));
    }

    private String name(String column) {
        return card(column).rename().isEmpty() ? column : card(column).rename();
    }

    /** The row's cell, as the card reads it. */
    String cell(CsvRows.Row row, int column) {
        String cell = row.cells().get(column).strip();
        return card(header.get(column)).map().getOrDefault(cell, cell);
    }

    /** That the card maps the column's values, but not this one. */
    Optional<Problem> unmapped(CsvRows.Row row, int column) {
        Map<String, String> map = card(header.get(column)).map();
        String cell = row.cells().get(column).strip();
        return map.isEmpty() || cell.isEmpty() || map.containsKey(cell)
                ? Optional.empty()
                : Optional.of(Problem.of(
                        row.line(),
                        header.get(column),
                        "expected a value that the card maps, such as "
                                + Text.quote(map.keySet().iterator().next()) + ", got " + Text.quote(cell)));
    }

    /** The position of the column that is the feature or the target, or -1. */
    int position(String name) {
        return IntStream.range(0, header.size())
                .filter(i ->
                        name(header.get(i)).equals(name) && !card(header.get(i)).drop())
                .findFirst()
                .orElse(-1);
    }
}
