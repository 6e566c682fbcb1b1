"""Danger told in English is danger; the later sentences were written after the patterns."""

import pytest

from bot.terms import Level
from bot.triage.english_child import tells_of_a_child_in_english
from bot.triage.english_danger import danger_in_english
from bot.triage.folding import fold
from bot.triage.reader import Triage

DANGER = (
    "he is beating the kid",
    "My neighbor keeps hitting his little boy",
    "bleeding",
    "the child is bleeding from the head",
    "she is going to jump",
    "there's a girl on the roof, she wants to jump",
    "Dad hits me every night",
    "please help, my stepfather is choking my sister",
    "A 5-year-old has been left home alone since morning",
    "the baby was left all alone in the car",
    "they locked the kid in the shed",
    "my son is missing since yesterday",
    "someone kidnapped my daughter",
    "I want to die",
    "I don't want to live anymore",
    "my friend says she will kill herself tonight",
    "he took a whole bottle of pills",
    "my student swallowed pesticide",
    "the toddler fell into the river",
    "the boy isn't breathing",
    "she won't wake up",
    "he has a knife",
    "a man is chasing kids with a knife",
    "uncle touched her private parts",
    "my teacher raped me",
    "the kid is being beaten right now",
    "there is blood everywhere",
    "our house is on fire and the children are inside",
    "come quickly please",
    "he was kicking the little girl on the street",
    "she's cutting herself",
    "my cousin passed out after drinking",
    "send the police",
    "he keeps beating up his daughter",
    "The father beats his children badly",
    "I can't breathe he is strangling me",
    "mother is burning her son with cigarettes",
    "kid drowning",
    "he's gonna kill us",
    "The man upstairs is beating his son again, I can hear screams",
    "Please hurry, dad is drunk and hitting mom and us",
    "a boy in my class says he's going to kill himself",
    "Her stepdad has been touching her breasts",
    "my nephew was stabbed",
    "She has cut her wrists and is bleeding badly",
    "three-year-old alone at home crying for hours",
    "Two kids are stuck in a locked car in the sun",
    "There is a baby left in the bin behind the hospital",
    "I think my student is being abused at home",
    "he is going to jump off the bridge",
    "my sister drank poison",
    "they tied the child up and whipped him with a belt",
    "my little brother fell in the well",
    "father threatens us with a knife",
    "A stranger took my daughter away",
    "My grandson is unconscious, he hit his head",
    "he slapped the kid so hard she can't hear",
    "I'm scared, he said he will kill me tonight",
    "grandpa raped my cousin",
    "the girl says she does not want to live",
    "My daughter ran away and we can't find her",
    "the teacher punched a student in the face",
    "he's drowning",
    "She burnt the child's hand on the stove",
    "he is strangling the baby",
)
CALM = (
    "hello, how do I apply for a subsidy",
    "he beat me at chess",
    "what are the opening hours",
    "my kid wants to learn the guitar",
    "the child does not go to school",
    "my granddaughter has no household register",
    "it beats me why they refused",
    "he never hits the kid",
    "he is not bleeding any more",
    "she stopped hitting her son last year",
    "what should I do if someone hits my child",
    "the kids like jumping in the pool",
    "she is going to jump rope with her friends",
    "I saw a movie where a man stabbed a boy",
    "can you help me with the form",
    "the boy fell behind at school",
    "he has a good job now",
    "she was not beaten",
    "the school is closed",
    "how to report someone who beats children",
    "my daughter is shy and has no friends",
    "the baby sleeps alone in her own room",
    "wo ba da wo",
    "ni hao wo xiang wen yi xia",
    "thanks, she woke up fine",
    "the boy likes killing time with video games",
    "he hit his knee at football",
    "I'm dying to know the result",
    "the grandmother is old and lives with the kid",
    "we left the kid with his aunt",
    "they hit it off",
    "dad has an axe to grind with the village",
    "Can a foreign child go to school here?",
    "My daughter is eight and loves drawing",
    "How can I adopt a baby",
    "The boy beats everyone at table tennis",
    "Thank you for your help yesterday",
    "Which documents do I need for the allowance",
    "My grandchild lives with me because his parents work in Suzhou",
    "He has a new bike and rides it everywhere",
    "the kids are at home with their grandmother",
    "her mother never hit her",
    "I am writing about the case of last month",
    "The little boy stays alone in class because he has no friends",
    "I would like to complain about an officer",
    "The child has a cold, where is the clinic",
    "we don't have money for school fees",
    "my son plays too many games where people get stabbed",
    "the river near our village smells",
    "he does not hurt the kids",
    "please send the form again",
    "Is there a summer camp for left-behind children?",
    "I want to jump to the next question",
    "our dog is missing",
    "she died laughing",
    "my husband works away and I take care of the kids alone",
    "The baby can walk now",
)
LATER_DANGER = (
    "Our neighbour is beating his daughter with a stick right now",
    "the girl next door is covered in bruises and bleeding",
    "she's about to jump out of the window",
    "he stabbed my brother",
    "a toddler has been left alone in the flat",
    "my classmate wants to kill herself",
    "Mum won't wake up and I am seven",
    "my baby has been kidnapped",
    "he keeps touching my private parts",
    "The kids are trapped in the house",
    "stepmother burned him with hot water",
    "he's got a gun",
    "my son swallowed a lot of sleeping pills",
    "someone is hurting a child downstairs",
    "dad says he will kill us",
)
LATER_CALM = (
    "My daughter left school last year",
    "I'd like to know how to get a subsidy for my grandson",
    "he is a good student but his family is poor",
    "the boy lives alone with his grandfather",
    "She has never been abused",
    "Do I need an ID card to report?",
    "I told you about the two kids last week",
    "can someone call me back",
    "my little girl turned five",
    "he stopped beating the child months ago",
    "what happens if a teacher hits a student?",
    "My knee hurts when I climb stairs",
    "the kids locked their bikes in the yard",
    "her parents left the village for work",
    "our school needs a new pool",
)
# Of teachers and other foreigners; the patterns were mended by these.
TOLD_DANGER = (
    "Hi, I teach at a primary school in Kunshan, one pupil has cigarette burns on both arms",
    "A boy is hanging from the window ledge on the fourth floor of my building in Wuxi",
    "My student texted me goodbye and now she isn't picking up her phone",
    "The landlord's son has been forcing a girl of about twelve to take off her clothes on video",
    "There's smoke coming out of the flat below and I can hear children crying inside",
    "my host family's dad throws their little boy against the wall when he drinks",
    "please somebody come, a lady is dragging a screaming child into a van near the metro",
    "An infant has been left outside the hospital gate in a cardboard box, it's freezing",
    "She told me her grandfather gets into her bed at night",
    "A kid fell off the balcony, he's not moving",
    "one of the eighth graders showed me cuts all over her wrists",
    "My stepdad locks me in the cupboard and doesn't give me food for days",
    "he put his hands around my neck and said next time he'd finish me",
    "There's a girl standing on the bridge in Yangzhou crying and climbing over the railing",
    "a toddler is wandering on the highway by himself",
    "The boy ate rat poison, his lips are turning blue",
    "They pour boiling water on her when she forgets her chores",
    "my friend has not come home since Friday, she is 13 and met a man online",
    "some men are selling a baby in our village, they asked for 60000 yuan",
    "She's having a seizure and nobody here knows what to do",
    "A Grade 2 student told me his father hits him with a belt and he has marks on his back",
    "There's a little kid alone in a parked car outside the mall, windows closed, 38 degrees",
    "A student in my dorm has taken a lot of sleeping pills and is not responding",
    "An old man at the park keeps putting his hand inside a small girl's skirt",
    "Three boys cornered my son in the toilet and broke his arm",
    "hey my classmate is on the rooftop of building 3 and says nobody cares about her",
    "The couple upstairs left their two year old by herself since last night, we hear crying",
    "A child has been electrocuted by a street lamp in the flood",
    "my coach makes the girls send him photos without clothes",
    "He grabbed a knife and said he'll kill mum and me",
    "My neighbor's kids haven't eaten anything in two days, the dad is in jail",
    "A newborn was found in the trash near Xinjiekou",
    "A student of mine hasn't been seen since school ended yesterday",
    "Our neighbours keep their disabled daughter chained to the bed",
    "I saw a man pull a child into his van and drive off",
    "my little sister is choking on a grape",
    "my boyfriend's mother wants to give away our baby to strangers for money",
    "there was a gas explosion at the noodle shop, kids are inside",
    "I'm 14 and pregnant and my stepfather did it",
    "a drunk driver just hit two pupils in front of the school gate",
)
TOLD_CALM = (
    "Hi, I'm an au pair in Suzhou, which vaccinations does a two year old need here?",
    "Could you tell me how long it takes to register my adopted son for primary school",
    "The kids next door play football in the corridor until late, it's killing me",
    "My students are dying to visit the Nanjing museum",
    "Our neighbour's daughter burned the cookies again and we all laughed",
    "We would like to donate winter coats to left-behind children in Suqian",
    "I lost my bag with my child's passport at the station",
    "My son hit a home run yesterday!",
    "The swimming pool at our compound has a broken fence",
    "Is there a free counsellor for teenagers who feel lonely?",
    "he never beats the children, I only wanted to ask about custody",
    "My daughter's class is reading a story about a boy who drowned",
    "The teacher gives too much homework, my son sleeps at midnight",
    "Can foreigners volunteer at a care home in Changzhou?",
    "There is an open well near the school, someone should cover it",
    "I am a teacher, what should I do if a pupil is being beaten at home?",
    "We took the kids away for the weekend",
    "My girl cut her hair and hates it",
    "the baby cried all night but she's fine now, teething",
    "a student of mine skips school every Monday to help her grandma sell vegetables",
    "What time does the children's library in Nanjing close?",
    "My pupil is on the rooftop garden project team, can parents visit?",
    "My husband hits the gym while I take the kids out",
    "He takes pills for his allergy every morning",
    "Do I need a car seat for a two year old in taxis?",
    "My daughter was pulled out of dance class because it was full",
    "I want to send photos of the school play to grandma",
    "the kids haven't eaten sushi before",
    "A man from the charity brought toys for the children, how can I thank him?",
    "My boy broke his toy train",
    "How do we apply for a residence permit for our newborn?",
    "He said he will pick up mum and me at six",
    "my sister chokes up whenever she talks about her old school",
    "Please tell me who handles school bus complaints",
    "Our school wants to buy books for girls in mountain villages",
    "My student says nobody at school speaks English",
    "she keeps her hand inside her pocket because it is cold",
    "I found a kitten in the trash",
    "They have been chained to their phones all summer",
    "my kid hit two home runs in front of the coach",
)


@pytest.mark.parametrize("text", [*DANGER, *LATER_DANGER, *TOLD_DANGER])
def test_words_of_danger_in_english_are_danger(text: str) -> None:
    assert danger_in_english(fold(text))


@pytest.mark.parametrize("text", [*CALM, *LATER_CALM, *TOLD_CALM])
def test_other_words_in_english_are_not(text: str) -> None:
    assert danger_in_english(fold(text)) is None


def test_what_is_read_in_english_is_an_emergency(triage: Triage) -> None:
    for text in ("he is beating the kid", "Bleeding!", "东海县双店镇 she is going to jump"):
        reading = triage.read(text)
        assert reading.danger
        assert reading.level is Level.L1
    assert not triage.read("How do I apply for a subsidy?").danger


@pytest.mark.parametrize(
    "text",
    [
        "I think the man at number 12 is keeping a child in the basement",
        "my brother, who's nine, left for school on Monday and never arrived",
        "What shall I do? Our ayi shakes the baby when she thinks we're not home",
    ],
)
def test_english_words_of_a_child_that_nobody_understood_are_no_enquiry(
    triage: Triage, text: str
) -> None:
    reading = triage.read(text)
    assert reading.level is Level.L2
    assert not reading.danger


@pytest.mark.parametrize(
    "text",
    [
        "Which vaccinations does a two year old child need here?",
        "hello, how do I apply for a subsidy",
        "Our school needs a new pool",
    ],
)
def test_a_mere_question_in_english_calls_nobody_in_the_night(triage: Triage, text: str) -> None:
    assert triage.read(text).level > Level.L2


def test_a_baby_in_the_midst_of_chinese_is_not_english() -> None:
    assert not tells_of_a_child_in_english(fold("请问我家baby三个月了，疫苗在哪里打"))
