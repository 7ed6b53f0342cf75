package dev.onward.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onward.HostileRequest;
import dev.onward.Http;
import dev.onward.Log;
import dev.onward.WebApp;
import dev.onward.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing that a caller sends is an internal error or writes more to the log than a line of the access log. */
@Timeout(120)
class HostileInputIT {

    @Test
    void isNeverAnInternalErrorAndLeavesNoTraceInTheLog() throws IOException {
        try (WebApp server = WebApp.serve()) {
            int sent = 0;
            List<String> failures = new ArrayList<>();
            for (HostileRequest request : HostileRequest.all()) {
                Wire.Answer answer = request.send(server.url(), "hostile-" + sent++);
                if (answer.status() >= 500) {
                    failures.add(request + ": " + answer);
                }
            }

            assertThat(failures).isEmpty();
            assertThat(Log.containing("hostile-")).hasSizeLessThanOrEqualTo(sent);
            assertThat(Log.containing("hostile-"))
                    .allSatisfy(entry -> assertThat(entry).doesNotContain("\tat "));
            assertThat(Http.to(server).get("/health/ready").status()).isEqualTo(200);
        }
    }
}
