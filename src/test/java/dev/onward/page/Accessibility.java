package dev.onward.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;

/** The accessibility tree of a page, which the browser passes to screen readers. */
final class Accessibility {

    private Accessibility() {}

    /** The names of the controls that are marked as invalid, in the order of the page. */
    static List<String> invalidControls(ChromeDriver browser) {
        return nodes(browser).stream()
                .filter(node -> objects(node.get("properties")).stream()
                        .anyMatch(property -> "invalid".equals(property.get("name"))
                                && !text(property.get("value")).equals("false")))
                .map(node -> text(node.get("name")))
                .toList();
    }

    private static List<Map<String, Object>> nodes(ChromeDriver browser) {
        return objects(browser.executeCdpCommand("Accessibility.getFullAXTree", Map.of())
                .get("nodes"));
    }

    /** The text that a Chrome DevTools response has under "value"; empty if it has none. */
    private static String text(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? String.valueOf(map.get("value")) : "";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(@Nullable Object value) {
        return value == null ? List.of() : (List<Map<String, Object>>) value;
    }
}
