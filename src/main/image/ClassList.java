import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sorts a list of classes that the JVM wrote with {@code -XX:DumpLoadedClassList}, so that its start-up archive does not
 * depend on the order in which threads loaded them. Keeps what was loaded before the JVM received a signal to stop.
 */
public final class ClassList {

    /** The class that the JVM loads when it receives its first signal. */
    private static final String SIGNAL = "jdk/internal/misc/Signal$1 ";

    private static final Pattern ID = Pattern.compile(" id: (\\d+)");
    private static final Pattern SUPERTYPES = Pattern.compile(" (?:super|interfaces):((?: \\d+)+)");

    private final Map<String, String> lines = new TreeMap<>();
    private final Map<String, String> linesById = new LinkedHashMap<>();
    private final Map<String, Integer> newIds = new LinkedHashMap<>();
    private final StringBuilder sorted = new StringBuilder();

    /** Rewrites the file that the argument names. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.writeString(file, new ClassList().sort(Files.readAllLines(file)));
    }

    private String sort(List<String> list) {
        TreeSet<String> lambdas = new TreeSet<>();
        for (String line : list) {
            if (line.startsWith(SIGNAL)) {
                break;
            }
            Matcher id = ID.matcher(line);
            if (line.startsWith("@lambda")) {
                lambdas.add(line);
            } else if (id.find()) {
                linesById.put(id.group(1), line);
                // Without the numbers, a line is the same whenever the class was loaded.
                lines.putIfAbsent(SUPERTYPES.matcher(id.replaceFirst("")).replaceAll(""), line);
            }
        }
        lines.values().forEach(this::add);
        lambdas.forEach(lambda -> sorted.append(lambda).append('\n'));
        return sorted.toString();
    }

    /** Appends a class after its supertypes, as the JVM requires, with a new number. */
    private int add(String line) {
        Integer known = newIds.get(line);
        if (known != null) {
            return known;
        }
        String renumbered = SUPERTYPES.matcher(line).replaceAll(match -> {
            StringBuilder types = new StringBuilder(match.group().replaceFirst(":.*", ":"));
            for (String id : match.group(1).trim().split(" ")) {
                types.append(' ').append(add(linesById.get(id)));
            }
            return types.toString();
        });
        int id = newIds.size();
        newIds.put(line, id);
        sorted.append(ID.matcher(renumbered).replaceFirst(" id: " + id)).append('\n');
        return id;
    }
}
