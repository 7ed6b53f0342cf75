package dev.onward.protocol.oip;

import dev.onward.runtime.InvalidTensorException;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request: the first hundred problems in words, and how many there are. */
final class Problems {

    private final List<String> listed = new ArrayList<>();
    private int total;

    void add(String problem) {
        total++;
        if (listed.size() < TableBuilder.LISTED_PROBLEMS) {
            listed.add(problem);
        }
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** Everything at once. */
    InvalidTensorException exception() {
        String more = total > listed.size() ? "; … (" + total + " in all)" : "";
        return new InvalidTensorException(String.join("; ", listed) + more);
    }
}
