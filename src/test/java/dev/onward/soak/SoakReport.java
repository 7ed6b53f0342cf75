package dev.onward.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The figures of a run in Markdown, as docs/operations.md shows them. Prints them, and writes them to a file. */
final class SoakReport {

    private static final Path FILE = Path.of("target", "soak-report.md");

    private final List<String> lines = new ArrayList<>();

    void paragraph(String format, Object... values) {
        lines.add(String.format(Locale.ROOT, format, values));
        lines.add("");
    }

    void requests(List<Tally> tallies) {
        lines.add(
                "| Requests | correct | 503 | truncated | no response | wrong | p50, ms | p99, ms | correct responses |");
        lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (Tally tally : tallies) {
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %,d | %,d | %,.1f | %,.1f | %s |",
                    tally.name(),
                    tally.answered(),
                    tally.refusals(),
                    tally.cutShortCount(),
                    tally.unansweredCount(),
                    tally.wrongCount(),
                    tally.percentileMillis(50),
                    tally.percentileMillis(99),
                    variants(tally)));
        }
        lines.add("");
    }

    static String variants(Tally tally) {
        return String.join(
                ", ",
                tally.variants().entrySet().stream()
                        .map(entry -> String.format(Locale.ROOT, "%s: %,d", entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** @param fromSeconds since the start of the process */
    void gauges(List<Gauge> gauges, double fromSeconds, double toSeconds) {
        double part = (toSeconds - fromSeconds) / 6;
        lines.add(String.format(
                Locale.ROOT, "| Process (medians over successive periods of %.0f s) | | | | | | |", part));
        lines.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (Gauge gauge : gauges) {
            String medians = IntStream.range(0, 6)
                    .mapToObj(i -> String.format(
                            Locale.ROOT,
                            " %,.0f |",
                            gauge.series().median(fromSeconds + i * part, fromSeconds + (i + 1) * part)))
                    .collect(Collectors.joining());
            lines.add("| " + gauge.name() + " |" + medians);
        }
        lines.add("");
    }

    void write() throws IOException {
        String report = String.join("\n", lines).strip() + "\n";
        System.out.println(report);
        Files.writeString(FILE, report);
    }
}
