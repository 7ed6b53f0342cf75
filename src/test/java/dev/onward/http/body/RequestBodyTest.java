package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RequestBodyTest {

    private static final int MIB = 1 << 20;

    private final MemoryBudget budget = new MemoryBudget(2 * MIB, MIB);
    private final RequestBody body = body(budget);

    private static RequestBody body(MemoryBudget budget) {
        HttpServletRequest request = (HttpServletRequest) Proxy.newProxyInstance(
                RequestBodyTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getContentLengthLong")) {
                        return -1L;
                    }
                    throw new IllegalStateException(method.getName());
                });
        return new RequestBody(
                request,
                new ReceivedBody(request),
                new RequestResources(budget, new ResponseMemory(0), Path.of(""), MIB));
    }

    @Test
    void countsDetailsInAdditionToOutputs() {
        body.expectOutputs(MIB / 16, 0);
        body.expectDetails(MIB / 32);
        body.expectOutputs(MIB / 16, 0);
        body.expectDetails(MIB / 32);

        assertThat(budget.used()).isEqualTo(MIB / 2 + MIB / 4);
        body.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void countsAbsentValuesOnceIfTheBodyIsReadAgain() {
        body.expectAbsent(1);
        assertThat(budget.used()).isZero();

        body.expectAbsent(10_000);
        body.expectAbsent(5_000);
        body.expectAbsent(10_000);

        assertThat(budget.used()).isEqualTo(10_000 * 3 * Double.BYTES);
    }

    @Test
    void refusesDetailsForWhichTheHeapIsTooSmall() {
        body.expectOutputs(MIB / 16, 0);

        BodyException refused = catchThrowableOfType(BodyException.class, () -> body.expectDetails(MIB / 8));

        assertThat(refused.status()).isEqualTo(413);
    }
}
