package dev.onward.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.onward.http.body.MemoryBudget.Share;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {

    private final MemoryBudget budget = new MemoryBudget(96, 1 << 20);

    @Test
    void countsWhatRequestsHoldUntilTheyGiveItBack() {
        Share one = budget.open();
        Share other = budget.open();
        one.draw(10);
        one.draw(5);
        other.draw(20);

        assertThat(budget.used()).isEqualTo(35);

        one.close();
        one.close();
        assertThat(budget.used()).isEqualTo(20);
        other.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void refusesTheYoungestFirst() {
        Share oldest = drawn(10);
        Share middle = drawn(10);
        Share youngest = drawn(60);

        middle.draw(10);
        BodyException refused = refusal(youngest, 1);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused).hasMessage("the server has no memory left for this request; try again shortly");
        assertThat(budget.refused()).isEqualTo(1);
        assertThatCode(() -> oldest.draw(10)).doesNotThrowAnyException();
    }

    @Test
    void letsARequestThatHasBeenReadFinish() {
        Share oldest = drawn(40);
        Share read = drawn(30);
        assertThatCode(() -> oldest.draw(20)).doesNotThrowAnyException();

        assertThatCode(() -> read.drawToFinish(5)).doesNotThrowAnyException();

        assertThat(catchThrowableOfType(BodyException.class, () -> read.drawToFinish(2))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void refusesANewcomerIfThereIsNoRoom() {
        Share oldest = drawn(80);

        assertThat(refusal(budget.open(), 10).status()).isEqualTo(503);

        oldest.close();
        assertThatCode(() -> budget.open().draw(70)).doesNotThrowAnyException();
    }

    @Test
    void refusesARequestThatAnnouncesMoreThanIsLeft() {
        budget.open().expect(500);
        Share oldest = drawn(60);

        assertThat(catchThrowableOfType(BodyException.class, () -> budget.open().expect(40))
                        .status())
                .isEqualTo(503);
        assertThat(catchThrowableOfType(BodyException.class, () -> budget.open().expect(2 << 20))
                        .status())
                .isEqualTo(413);
        budget.open().expect(30);

        assertThat(budget.used()).isEqualTo(60);
        assertThat(budget.refused()).isEqualTo(2);
        oldest.close();
    }

    @Test
    void letsTheOldestFinishEvenBeyondTheBudget() {
        Share oldest = drawn(10);
        Share next = drawn(60);

        oldest.draw(500);

        assertThat(refusal(next, 1).status()).isEqualTo(503);
        next.close();
        oldest.close();
        assertThat(budget.used()).isZero();
    }

    @Test
    void refusesARequestForWhichTheHeapIsTooSmall() {
        Share oldest = drawn(600_000);

        BodyException refused = refusal(oldest, 500_000);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused)
                .hasMessage(
                        "expected a request that needs at most 1 MiB of this server's memory, got one that needs more;"
                                + " send fewer rows at a time");
        assertThat(budget.used()).isEqualTo(600_000);
    }

    @Test
    void makesTheNextRequestTheOldestWhenTheOldestHasFinished() {
        Share oldest = drawn(50);
        Share next = drawn(20);
        oldest.close();

        assertThatCode(() -> next.draw(500)).doesNotThrowAnyException();
    }

    /** A request that was told to give way may not notice for a while, for example because its sender pauses. */
    @Test
    void neverHandsOutMoreThanTheLimitToOtherRequests() {
        drawn(10);
        Share middle = drawn(10);
        Share youngest = drawn(50);

        middle.draw(25);

        assertThat(budget.used()).isEqualTo(95);
        assertThat(refusal(middle, 10).status()).isEqualTo(503);
        assertThat(refusal(youngest, 1).status()).isEqualTo(503);
    }

    private Share drawn(long bytes) {
        Share share = budget.open();
        share.draw(bytes);
        return share;
    }

    private static BodyException refusal(Share share, long bytes) {
        return catchThrowableOfType(BodyException.class, () -> share.draw(bytes));
    }
}
