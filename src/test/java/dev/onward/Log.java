package dev.onward;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of all servers in this JVM, at level debug. None of it goes to standard error. Tests run at the same time, so
 * each looks for lines by something that only it uses: the identifier of a request, a file's name.
 */
public final class Log {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Queue<Entry> ENTRIES = new ConcurrentLinkedQueue<>();

    /** Held, since the log manager forgets the level of a logger that nobody holds. */
    private static final Logger OWN = Logger.getLogger("dev.onward");

    static {
        capture();
    }

    private Log() {}

    /** @param text the formatted entry, which may have several lines */
    private record Entry(Level level, String logger, String message, String text) {}

    /** A line of the access log. */
    public record Access(Level level, JsonNode line) {}

    /** Loads this class, which captures everything logged from then on. */
    public static void start() {}

    private static void capture() {
        OWN.setLevel(Level.FINE);
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new Capture());
    }

    /** The entries so far that contain a text. */
    public static List<String> containing(String text) {
        return ENTRIES.stream()
                .map(Entry::text)
                .filter(entry -> entry.contains(text))
                .toList();
    }

    /** Everything so far. */
    public static String text() {
        return ENTRIES.stream().map(Entry::text).collect(Collectors.joining());
    }

    /**
     * The lines of the access log for these requests, in this order.
     *
     * @throws IllegalStateException if one is not logged in time
     */
    public static List<Access> access(String... requestIds) {
        Patience.await(
                () -> accessById().keySet().containsAll(List.of(requestIds)),
                "the requests " + List.of(requestIds) + " are logged");
        Map<String, Access> found = accessById();
        return List.of(requestIds).stream().map(found::get).toList();
    }

    /** True if the access log has a line for this request by now. */
    public static boolean hasAccess(String requestId) {
        return accessById().containsKey(requestId);
    }

    private static Map<String, Access> accessById() {
        return ENTRIES.stream()
                .filter(entry -> entry.logger().equals("dev.onward.access"))
                .map(entry -> new Access(entry.level(), JSON.readTree(entry.message())))
                .filter(access -> access.line().has("id"))
                .collect(Collectors.toMap(
                        access -> access.line().get("id").asString(), Function.identity(), Log::sameIdentifier));
    }

    /** Some tests give their requests the same identifier, and do not look for them here. */
    private static Access sameIdentifier(Access first, Access second) {
        return second;
    }

    private static final class Capture extends Handler {

        private final SimpleFormatter formatter = new SimpleFormatter();

        Capture() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord entry) {
            ENTRIES.add(new Entry(
                    entry.getLevel(),
                    String.valueOf(entry.getLoggerName()),
                    formatter.formatMessage(entry),
                    formatter.format(entry)));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
