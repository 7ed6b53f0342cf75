package dev.onward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents that users read, and what they show. */
public final class Documents {

    private static final String CONSOLE = "```console";
    private static final String RELEASE_PAGE = "../../releases/latest";
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");

    private Documents() {}

    /**
     * A command in a block of kind "console".
     *
     * @param answer what it is said to print
     */
    public record Example(Path document, String command, String answer) {

        @Override
        public String toString() {
            return document + ": " + command;
        }
    }

    static List<Path> all() {
        List<Path> documents = new ArrayList<>(List.of(Path.of("README.md"), Path.of("data/README.md")));
        for (Path folder : List.of(Path.of("docs"), Path.of("deploy"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return documents;
    }

    static List<String> lines(Path document) {
        try {
            return Files.readAllLines(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The block of code in a document that contains a text, without its fences. */
    public static String block(String document, String text) {
        String[] parts = String.join("\n", lines(Path.of(document))).split("(?m)^```.*\n?", -1);
        // Every other part is a block.
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].contains(text)) {
                return parts[i];
            }
        }
        throw new IllegalArgumentException(document + ": expected a block of code with " + text);
    }

    public static List<Example> examples(Path document) {
        List<Example> examples = new ArrayList<>();
        boolean console = false;
        boolean continued = false;
        for (String line : lines(document)) {
            if (line.startsWith("```")) {
                console = line.equals(CONSOLE);
            } else if (console && line.startsWith("$ ")) {
                examples.add(new Example(document, line.substring(2), ""));
                continued = isContinued(line);
            } else if (console && continued) {
                Example last = examples.remove(examples.size() - 1);
                examples.add(new Example(document, last.command() + "\n" + line, ""));
                continued = isContinued(line);
            } else if (console) {
                Example last = examples.remove(examples.size() - 1);
                examples.add(new Example(document, last.command(), last.answer() + line + "\n"));
            }
        }
        return examples;
    }

    /** The targets of links in a document, without those to other sites. */
    static List<String> links(Path document) {
        return LINK.matcher(String.join("\n", lines(document)))
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.contains("://"))
                .toList();
    }

    /** Checks that the file of a link exists, and in it the heading after the #; a release page is not in any file. */
    static boolean exists(Path document, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
        return link.equals(RELEASE_PAGE)
                || (Files.exists(target)
                        && (parts.length == 1 || anchors(target).contains(parts[1])));
    }

    /** The headings of a document as GitHub writes them in links. */
    private static List<String> anchors(Path document) {
        return lines(document).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** Lines that call curl and are no part of an example. */
    static List<String> untested(Path document) {
        String tested = String.join(
                "\n", examples(document).stream().map(Example::command).toList());
        return lines(document).stream()
                .filter(line -> line.matches(".*(^|[ |`])curl .*"))
                .filter(line -> !tested.contains(line.startsWith("$ ") ? line.substring(2) : line))
                .map(line -> document + ": " + line)
                .toList();
    }

    private static boolean isContinued(String line) {
        return line.endsWith("\\") || line.endsWith("|");
    }
}
