package dev.onward.http;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * One path of the table and its handler for each method. HEAD is answered as GET, OPTIONS with the methods there are; any
 * other method is refused with the same list.
 */
final class Endpoint implements Handler {

    private final String template;
    private final ErrorFormat errors;
    private final Map<String, Handler> handlers;
    private final String allow;

    /** @param handlers by method; taken over */
    Endpoint(String template, ErrorFormat errors, Map<String, Handler> handlers) {
        this.template = template;
        this.errors = errors;
        Map<String, Handler> all = new TreeMap<>(handlers);
        Handler get = handlers.get("GET");
        if (get != null) {
            all.putIfAbsent("HEAD", get);
        }
        all.put("OPTIONS", this::options);
        this.handlers = Map.copyOf(all);
        this.allow = String.join(", ", all.keySet());
    }

    /** The path with its variables, which names the route in the access log and the metrics. */
    String template() {
        return template;
    }

    ErrorFormat errors() {
        return errors;
    }

    @Override
    public void handle(RequestContext request) throws IOException {
        Handler handler = handlers.get(request.method());
        if (handler == null) {
            throw new HttpException(
                    405,
                    "expected one of the methods " + allow + ", got " + request.method(),
                    Map.of("Allow", allow));
        }
        handler.handle(request);
    }

    private void options(RequestContext request) {
        request.header("Allow", allow).status(204);
    }
}
