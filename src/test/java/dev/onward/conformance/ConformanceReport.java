package dev.onward.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How a server did in all cases, as a section of docs/conformance.md. */
record ConformanceReport(String title, List<Outcome> outcomes) {

    private static final Path FOLDER = Path.of("target/conformance");

    List<Outcome> notMet(Level level) {
        return outcomes.stream()
                .filter(outcome -> outcome.tried().level() == level && !outcome.isMet())
                .toList();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("## " + title + "\n\n" + summary());
        Map<String, List<Outcome>> groups = outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.tried().group(), LinkedHashMap::new, Collectors.toList()));
        groups.forEach((group, list) -> {
            text.append("\n### ").append(title).append(": ").append(group).append("\n\n");
            text.append("| Case | Level | Source | Result |\n| --- | --- | --- | --- |\n");
            list.forEach(outcome -> text.append(row(outcome)));
        });
        return text.toString();
    }

    /** Writes it to target/conformance and returns where. */
    Path write() {
        try {
            Files.createDirectories(FOLDER);
            return Files.writeString(FOLDER.resolve(title.replace(' ', '-') + ".md"), markdown());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String summary() {
        StringBuilder table =
                new StringBuilder("| | Cases | Met | Not met | Not offered |\n| --- | --- | --- | --- | --- |\n");
        for (Level level : Level.values()) {
            List<Outcome> of = outcomes.stream()
                    .filter(outcome -> outcome.tried().level() == level)
                    .toList();
            long met = of.stream().filter(Outcome::isMet).count();
            long notOffered = of.stream().filter(Outcome::isNotOffered).count();
            table.append("| %s | %d | %d | %d | %d |\n"
                    .formatted(level.title(), of.size(), met, of.size() - met - notOffered, notOffered));
        }
        return table.toString();
    }

    private static String row(Outcome outcome) {
        Case tried = outcome.tried();
        return "| %s | %s | %s | %s |\n"
                .formatted(
                        tried.name(),
                        tried.level() == Level.REQUIRED
                                ? "required"
                                : tried.level().title(),
                        tried.source(),
                        outcome.words().replace("|", "\\|"));
    }
}
