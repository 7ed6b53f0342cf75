package dev.onward.protocol.oip;

import dev.onward.runtime.InvalidTensorException;
import dev.onward.table.TableBuilder;
import java.util.ArrayList;
import java.util.List;

/** The problems of one request: the first hundred as messages, and the total number. */
final class RequestProblems {

    private final List<String> listed = new ArrayList<>();
    private int total;

    void add(String problem) {
        total++;
        if (listed.size() < TableBuilder.MAX_LISTED_PROBLEMS) {
            listed.add(problem);
        }
    }

    boolean isEmpty() {
        return total == 0;
    }

    /** @throws InvalidTensorException with all problems in one message, if there are any */
    void throwIfAny() {
        if (total > 0) {
            String more = total > listed.size() ? "; … (" + total + " in all)" : "";
            throw new InvalidTensorException(String.join("; ", listed) + more);
        }
    }
}
