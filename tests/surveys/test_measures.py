"""What a week's counts come to, and how little is said of few answers."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys import measures
from surveys.measures import Rate, Recommendation, Share
from surveys.questionnaires import load

POST = load("post_delivery")
quick = settings(max_examples=50, deadline=None)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share(0, 0), "no responses (12 invited)"),
        (Share(3, 3), "too few to show: 3"),
        (Share(0, 4), "too few to show: 4"),
        (Share(4, 6), "4 of 6"),
        (Share(9, 9), "9 of 9"),
        (Share(8, 10), "80 % (8/10, CI 49-94)"),
        (Share(13, 16), "81 % (13/16, CI 57-93)"),
        (Share(0, 12), "0 % (0/12, CI 0-24)"),
    ],
)
def test_few_answers_are_told_with_care(share, expected):
    """No answers are words, below five nothing is shown, below ten counts, then a percentage with its interval."""
    assert expected == measures.perceived(share, "no responses (12 invited)")


@pytest.mark.parametrize(
    ("share", "expected"),
    [(Share(0, 0), "no deliveries"), (Share(2, 3), "2 of 3"), (Share(44, 50), "88 % (44/50, CI 76-94)")],
)
def test_records_are_told_from_one_on(share, expected):
    """The organisation's own records hide nobody: three deliveries are told as counts."""
    assert expected == measures.observed(share, "no deliveries")


@pytest.mark.parametrize(("yes", "of", "expected"), [(1, 8, 13), (57, 200, 29), (1, 200, 1), (0, 9, 0), (9, 9, 100)])
def test_a_half_goes_up(yes, of, expected):
    """12.5 % prints as 13 %, and 28.5 % as 29 % whatever floats make of it."""
    assert expected == Share(yes, of).percent


@quick
@given(st.integers(10, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_printed_interval_holds_the_printed_share(share):
    """Rounding never pushes the share out of its own interval."""
    words = measures.observed(Share(*share), "")
    percent, low, high = (int(found) for found in re.match(r"(\d+) % .*CI (\d+)-(\d+)", words).groups())
    assert low <= percent <= high


@pytest.mark.parametrize(("yes", "of"), [(4, 3), (-1, 3)])
def test_an_impossible_share_is_refused(yes, of):
    """More of a thing than there is of it points at wrong counts, and must not be printed."""
    with pytest.raises(ValueError, match="is no share"):
        Share(yes, of)


def test_satisfied_is_the_two_highest_points_of_all_marks():
    """Those who found a question not applicable are in neither number."""
    counts = Counter(
        {f"post_delivery.accuracy.{mark}": n for mark, n in [("1", 1), ("3", 2), ("4", 5), ("5", 8), ("na", 9)]}
    )
    assert Share(13, 16) == measures.satisfied(counts, POST, "accuracy")


def test_the_response_rate_has_two_denominators():
    """Bounces stay in the headline rate and are left out of the second."""
    counts = Counter(invited=46, answered=16, bounced=2)
    assert (Share(16, 46), Share(16, 44)) == (
        measures.response_rate(counts),
        measures.response_rate_of_delivered(counts),
    )


def test_deliveries_without_a_promise_are_neither_late_nor_on_time():
    """On time is a share of the deliveries that had a promised date."""
    assert Share(7, 8) == measures.on_time(Counter(deliveries=10, promised=8, on_time=7))


def test_right_first_time_counts_what_nobody_complained_of():
    """A delivery with a complaint about its accuracy was not right."""
    assert Share(48, 50) == measures.right_first_time(Counter(deliveries=50, wrong=2))


def test_commented_is_a_share_of_responses():
    """How many of those who answered wrote something."""
    counts = Counter({"post_delivery.responses": 16, "post_delivery.comments": 9})
    assert Share(9, 16) == measures.commented(counts, POST)


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (Rate(7, 1840), "3.8 per 1000, CI 1.5 to 7.8"),
        (Rate(0, 500), "0 per 1000, CI 0 to 7.4"),
        (Rate(4, 50), "80 per 1000, CI 22 to 205"),
        (Rate(2, 9), ""),
        (Rate(2, 0), ""),
    ],
)
def test_complaints_are_told_per_thousand_deliveries(rate, expected):
    """The rate comes with its exact interval; fewer than ten deliveries give none."""
    assert expected == measures.per_1000(rate)


def test_complaints_have_the_published_interval():
    """Seven on 1840 are 3.80 per 1000, between 1.53 and 7.84."""
    rate = measures.complaints(Counter(complaints=7, deliveries=1840))
    assert pytest.approx((3.80, 1.53, 7.84), abs=0.005) == (rate.per_1000, *rate.interval)


def test_recommendation_counts_promoters_and_detractors():
    """9 and 10 are for, 0 to 6 against, 7 and 8 only in the total."""
    counts = Counter({f"relationship.overall.{mark}": 1 for mark in range(11)})
    assert Recommendation(2, 7, 11) == measures.recommendation(counts)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (Recommendation(0, 0, 0), "too few to show: 0"),
        (Recommendation(3, 0, 3), "too few to show: 3"),
        (Recommendation(4, 1, 6), "4 for, 1 against of 6"),
        (Recommendation(6, 2, 10), "NPS 40 (6 for, 2 against of 10, CI -13 to 74)"),
        (Recommendation(15, 9, 36), "NPS 17 (15 for, 9 against of 36, CI -10 to 40)"),
    ],
)
def test_recommendation_is_told_with_the_same_care(found, expected):
    """A score needs ten answers; below that counts, below five nothing."""
    assert expected == measures.recommended(found)
