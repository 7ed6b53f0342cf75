package dev.onward.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Reads the folder of a brand: {@code brand.properties} in UTF-8 with any of {@code title}, {@code accent} and {@code
 * footer}, and {@code logo.svg} or {@code logo.png}.
 */
final class BrandReader {

    private static final String FILE = "brand.properties";
    private static final List<String> LOGOS = List.of("logo.svg", "logo.png");
    private static final List<String> NAMES = List.of("title", "accent", "footer");

    private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6}");

    /** Every page loads it. */
    private static final long MAX_LOGO = 256 << 10;

    private final String origin;
    private final Consumer<String> problems;

    /**
     * @param origin the setting's name in messages
     * @param problems receives a message for every problem
     */
    BrandReader(String origin, Consumer<String> problems) {
        this.origin = origin;
        this.problems = problems;
    }

    Brand read(Path folder) {
        Properties properties = new Properties();
        try (Reader file = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(file);
        } catch (IOException | IllegalArgumentException e) {
            problems.accept(origin + ": expected a folder with a readable file " + FILE + ", got \"" + folder + "\"");
            return Brand.DEFAULT;
        }
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (!NAMES.contains(name)) {
                problems.accept(origin + ", " + FILE + ": expected title, accent or footer, got \"" + name + "\"");
            }
        }
        Optional<String> accent = value(properties, "accent");
        accent.filter(colour -> !COLOUR.matcher(colour).matches())
                .ifPresent(colour -> problems.accept(
                        origin + ", " + FILE + ", accent: expected a colour such as #14603a, got \"" + colour + "\""));
        return new Brand(
                value(properties, "title").orElse(Brand.DEFAULT.title()),
                value(properties, "footer"),
                accent,
                logo(folder));
    }

    private static Optional<String> value(Properties properties, String name) {
        return Optional.ofNullable(properties.getProperty(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    private Optional<Path> logo(Path folder) {
        List<Path> found =
                LOGOS.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
        if (found.size() > 1) {
            problems.accept(origin + ": expected logo.svg or logo.png, got both");
        }
        return found.stream().filter(this::isSmall).findFirst();
    }

    private boolean isSmall(Path logo) {
        try {
            if (Files.size(logo) <= MAX_LOGO && Files.isReadable(logo)) {
                return true;
            }
        } catch (IOException e) {
            // Reported below.
        }
        problems.accept(origin + ", " + logo.getFileName() + ": expected a readable file of at most 256 KiB");
        return false;
    }
}
