"""How persons are named and spelt, tradition by tradition: known names, short forms, endings, fathers' names.

Tables of naming in general, with their reason; nothing here is one person's spelling. A name stands in one class only:
words of two classes are two names however alike they look, so a table never makes two names one.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import pairwise

# Known names. Forms of one name are joined by `/`; the first names the class. A class whose first form already names
# one adds its forms to it. Names that stand alone are here because another name lies one letter away: both being
# known, the letter is no slip of the hand: so with the names of God that follow `Abd`. Family names too: of two
# frequent ones, one is not the other misspelt.
NAMES = """
    bashar merino wojciech/voytsekh shapira/shapiro uthman/cismaan/cuthman ximena/jimena
    ishaq/yitzhak/itzhak/yitzchak/yitshak/itzchak/izhak/itshak chaim/haim/hayim/chayim/hayyim menachem/menahem
    moshe/mosheh/moishe avraham/abraham/avrohom/abram/abramo/avram yakov/yaakov/jacob/jakob/yankel/jacobo
    yusuf/yosef rivka/rebecca/rebekah/rivkah shlomo/solomon/salomon/schlomo yehoshua/joshua/josue
    yehuda/judah/yehudah eliyahu/elijah/elias/eliahu tzvi/zvi/tsvi/zwi shimon/simeon/simon/shimeon
    binyamin/benjamin/benyamin david/tevita/davide/davit/dovid/davyd sara/sarah/sarra
    cohen/kohen/cohn/kohn/kogan/koen/kahn levi/levy/halevi/lewi mizrahi/mizrachi azoulay/azulai/azoulai/azulay
    peretz/perets/perez/peres schwarz/shvarts/schwartz/szwarc/shwartz katz/kats/kac goldberg/goldenberg levin/levine
    levinson rosenberg/rozenberg rosenblum/rozenblum grossman/grosman menashe noa/noah naomi/noemi

    ioannis/yannis/yiannis/giannis/yiannakis/yanis konstantinos/kostas/costas/constantinos
    dimitrios/dimitris/demetrios evangelos/vangelis panagiotis/panayiotis/panayotis/panos nikolaos/nikos/nicolaos
    georgios/giorgos/yiorgos/yorgos christos/hristos charalambos/haralambos/charalampos/haralampos
    athanasios/thanasis/athanassios spyridon/spyros/spiros stavros theodoros/thodoris
    vasileios/vassilis/vasilis/vasilios stylianos/stelios anastasios/tasos antonios/antonis michail/michalis
    apostolos/tolis eleftherios/lefteris grigorios/grigoris ilias efstathios/stathis

    hovhannes/ovanes/hovannes/oganes hakob/hagop/akop/akob grigor/krikor/grikor gevorg/kevork sargis/sarkis/serkis
    poghos/boghos/pogos petros/bedros karapet/garabed/garabet tigran/dikran harutyun/haroutioun/arutyun
    mkrtich/mgrdich khachatur/khatchadour vardan/vartan sargsyan/sarkisian/sarkisyan/sarkissian sahakyan/sahakian
    grigoryan/krikorian nino nana zurab/surab levan/leon giorgi/giorghi

    aung maung kyaw/kyau/kyawt zaw/zawe htun/tun/htoon/toon win/winn/wynn khin than/thant shwe/shway/shwei swe/sway
    myint/myin thein/thain/thane tin/tinn hla htay/tay/htey htut/tut oo naing/nain/nine min nay/ne moe soe htet/tet
    lin/lynn/linn thet zin naung myo mya nyunt aye wai phyo/pyo hlaing/hlyne kyi/kyee phyu/pyu thida thiri sanda
    nilar su/suu zar ohn htin khaing/khine lwin nwe thu thura zeya zarni yadanar cho thuzar kyawswar myat ye ko daw
    thaung

    jean pierre/pye/pyer jacques/jaques paul/pol michel/mishel marc/mark/marco/marcos joseph/josef/jozef/jozep
    giuseppe jose luc/lucas/luca/luka luis/louis/lewis luigi ludwig philippe/philip/felipe/filippo/phillip/filip
    andrei/andre/andres andreas/andrea andrew francois francisco francesco franz/frans francis
    antonio/antoine/anton/anthony/antony/antonin guillaume william/willem wilhelm guillermo/guglielmo
    henri/henry/henrik/hendrik enrique/enrico heinrich charles carlos/carlo karl/carl/karel etienne esteban
    stephen/steven/stephan/stefan/stephane/stefano/sitiveni emile/emilio emmanuel/emanuel/immanuel manuel/manoel
    christophe/christopher/cristobal/cristovao/christoph laurent lorenzo lawrence/laurence lorenz
    mathieu/matthew/mateo/matthieu/matteo/mateus/matthias thierry gilles rene/renato renaud renee sergio yves/ives
    claude/claudio guy eric/erik/erich/eryk marvin martin/marten/martino maria/marie/mary/mariya/marija
    marthe/marta/martha mariana/marianna/marianne helene/helena/helen/elen ellen/elin
    catherine/katherine/katharine/kathryn/katerine catalina/caterina/catarina kathleen/kathlyn
    isabelle/isabel/isabella elisabeth/elizabeth/elizabet/isabeau jeanne juana joan/joanna/johanna/joana jane
    giovanna anne/anna/ana/hanna/hannah agnes/ines/inez odile odette genevieve monique martine
    michele/michelle/micheline daniel/danilo/daniele danielle/daniela denise pauline/paulina paule/paula
    christine/cristina/christina christian/cristian claudine claudia/claudette alain alan/allan/allen
    albert/alberto/albrecht alfred/alfredo alphonse/alfonso/alonso/afonso arthur/arturo/artur armand/armando
    arnaud/arnold/arnaldo benoit/benedict/benito/benedikt bernard/bernardo/bernhard bertrand bruno camille/camilo
    edouard/eduardo/eduard edward edmond/edmund/edmundo edgar eugene/eugenio/eugen fabrice/fabricio
    fabien/fabian/fabio ferdinand/fernando/hernando fernand felix/feliks ferran
    frederic/frederick/federico/friedrich/frederik gaston gabriel/gabriele gerard/gerardo/gerhard gerald/geraldo
    germain/german gregoire/gregory/gregorio/gregor gustave/gustavo/gustav hector hubert hugo/hugues/ugo
    humbert/humberto/umberto ignace/ignacio/ignatius/inacio/ignazio isidore/isidro jerome/geronimo/jeronimo jules
    julio/giulio julius julien/julian/juliano/giuliano leonard/leonardo/leonhard leopold/leopoldo
    lucien/luciano/lucian marcel/marcelo/marcello maurice/mauricio/maurizio/moritz
    nicolas/nicholas/nicolo/niklaus/nikolaus norbert/norberto octave/octavio olivier/oliver/oliverio oscar/oskar
    pascal/pascual/pasquale patrice/patrick/patricio/patrik raul/raoul ralph/ralf rolf
    raymond/raimundo/raimund/raymundo ramon richard/ricardo/riccardo/rickard robert/roberto rupert roger rogelio
    rodolphe/rodolfo/rudolf/rudolph/rodolpho rodrigo/rodrigue roderick roland/rolando orlando romain/roman
    samuel/samuele/shmuel sebastien/sebastian/sebastiano simone/simona sylvain/silvano sylvestre/silvestre/silvester
    theodore/teodoro/theodor thomas/tomas/tommaso/thoma timothee/timothy/timoteo tristan urbain/urbano valentin
    valery vincent/vicente/vincenzo vivien/vivian xavier/javier/chavier/xaver yvon john/jon
    johannes/johann/johan/yohannes/yohanes/yohann juan giovanni joao james jaime jason george/georges/siaosi jorge
    petr/peter/pieter/peeter pedro pietro walter wouter denis/dennis maxim/maxime sergei/serge
    aleksandr/alexandre/alexandros/alessandro
    michael/mikael/mickael derek/derrick dirk donald ronald nigel neil/neal/niall
    colin kevin keith kenneth/kennet brian/bryan/brien barry larry harry howard harold/harald/haroldo
    herbert/heriberto gary terry/terence perry ernest/ernesto/ernst cecil clive clyde claudius hugh ian/iain ivor
    wallace warren wayne wesley wilfred/wilfrid/wilfredo winston stanley stuart/stewart alejandra
    aleksandra/alexandra mario/marius julia/julie/giulia lucia/lucie/lucy laura lorena dolores pilar mercedes carmen
    rosa rosario teresa/therese/theresa/tereza cecilia/cecile beatriz/beatrice/beatrix natalio/natale camila angela
    angel/angelo santos/santo anjos jesus moises/moses/moise/mozes isaias/isaiah joaquin/joaquim gonzalo/goncalo
    rafael/raphael/raffaele alvaro adrian/adriano/adrien agustin/augustin/agostinho augusto/auguste cesar/cesare
    domingo/domingos/dominique/domenico/dominic efrain ezequiel/ezekiel fidel/fidele gilberto/gilbert
    inocencio/innocent/innocente leandro lazaro/lazare nestor osvaldo/oswaldo pablo/paulo/paolo ruben/reuben
    salvador/salvatore saul tobias/tobie ulises vidal wilson xiomara yolanda/yolande restrepo velez mejia morales
    torres rojas soto mamani condori quispe gonzalez/gonzales/gonsales hernandez fernandez/fernandes
    martinez/martines rodriguez/rodrigues lopez/lopes gomez/gomes sanchez/sanches ramirez gutierrez jimenez/ximenez
    gimeno mendez/mendes menendez/menendes dominguez/domingues alvarez/alvares alvarado valdez/valdes/baldes
    velazquez/velasquez vazquez/vasquez castro castillo castellanos herrera ferreira/ferreyra pereira/pereyra perera
    moreira moreno romero rosales medina molina mendoza nogueira noguera oliveira olivera silva silveira souza/sousa
    costa acosta pinto pires cabral barrios barreto santana santander carvalho carvajal salazar salinas zapata
    zavala

    smith/smyth schmidt/schmitt/schmid schneider schneiderman muller/mueller moller/moeller
    hofmann/hoffmann/hoffman/hofman hoffmeister meyer/meier/maier/mayer/mayr fischer/fisher fiske
    krueger/kruger/krugger kramer/kraemer weber/webber weaver becker/bekker bauer/baur baumann
    schulz/schultz/schulze schroder/schroeder schrader wagner/wagener vogel vogt koch cook klein kline lange
    lang/langg braun brown/browne zimmermann/zimmerman keller kellner harris harrison harvey johnson johnston
    johnstone jackson/jaxon morris/morriss norris morrison ferris ferrer ferrari ferraro ferrero larsen
    larson/larsson nelson/nilsson nielsen/nielson anderson/andersson andersen hansen/hanson jensen/jenson petersen
    peterson/pettersson clark/clarke clerk thompson thomson/thomsen watson williams williamson walker marsh march
    miller milner mills moore moor murray murphy carter carver cooper cowper turner tanner taylor/tailor tyler
    parker barker baker hughes hayes haynes hill hall hull white wight reed/reid evans owens edwards edmonds roberts
    robertson robinson robson richards richardson stevens/stephens stevenson/stephenson phillips/philips king ring
    young/yonge wood woods hood long green/greene greer adams adam adamson bell ball bull ford forde lloyd floyd
    ryan bryant dupont dupond dubois duboys dumont dupuis duval durand durant lefevre/lefebvre/lefebure leroy roux
    rousseau roussel rousset rossi russo moreau morel morin girard giraud garnier granier fournier mercier meunier
    bonnet bonneau bertin berton renard marchand marchal marshall

    rajesh ramesh rakesh mahesh naresh suresh dinesh ganesh mukesh yogesh lokesh nilesh hitesh jignesh umesh kamlesh
    anil sunil/suneel sushil manoj manish/maneesh vijay/bijoy ajay/ajoy sanjay/sanjoy vinay vinod/binod pramod
    pradeep/pradip sandeep/sandip kuldeep/kuldip amit/ameet sumit/sumeet ankit rohit mohit lalit ajit/ajeet
    ranjit/ranjeet surjit/surjeet manjit/manjeet harjit baljit gurjit arun/aroon varun tarun karan kiran kishan
    kishor/kishore krishna/krishnan rama/raman ravi rani rajan rajiv/rajeev sanjiv/sanjeev deepak/dipak vivek/bibek
    ashok/asok alok prakash/prokash prasad/prosad subash/subhash vikas/bikash akash/aakash sharma/sarma verma/varma
    mishra/misra gupta/gupte patel patil pandit pandey/pande tiwari/tewari/tiwary yadav/jadav jadhav reddy/reddi
    rao/row naidu/nayudu nair/nayar iyer/aiyar iyengar/ayyangar pillai/pillay menon mehta/meheta desai joshi/jyoshi
    shukla/sukla agarwal/aggarwal/agrawal kapoor/kapur khanna
    chaudhry/chowdhury/choudhury/chaudhary/chaudhuri/choudhary/chaudhri/chowdhry/choudhry/chaudry
    mukherjee/mukhopadhyay/mukherji/mookerjee/mukerji/mukharji
    banerjee/bandyopadhyay/banerji/bannerjee/bandopadhyay/bannerji
    chatterjee/chattopadhyay/chatterji/chaterjee/chatarji ganguly/gangopadhyay/ganguli/gangulee
    bhattacharya/bhattacharjee/bhattacharyya/bhattacharji sinha/singha singh/sinh das/dass dutta/datta/dutt
    ghosh/ghose bose/basu/bosu sen mitra/mitter roy/ray saha/shaha sikdar/shikdar sarkar/sircar/sarker
    mia/mian/miah/miya haque/haq/hoque/huq islam/eslam begum/begam/begom khatun/khatoon/khatton
    akhtar/akhter/aktar/akter/akther sultana/soltana shahid/shaheed/shohid sajid/sajed shafiq/shafik
    shahidul/shohidul/shaheedul shafiqul/safiqul rafiqul/rofiqul nazrul/nozrul nurul/noorul aminul/ameenul
    azizul/ajijul anwarul/anowarul jahirul/zahirul mominul/mominool tariqul/tarikul saiful/sayful shamsul/samsul
    fazlul/fazlool ziaul/jiaul manirul/monirul mazharul motiur/matiur mizanur habibur kamruzzaman/kamaruzzaman
    asaduzzaman/assaduzzaman moniruzzaman/maniruzzaman nuruzzaman badruzzaman
    wickremesinghe/wickramasinghe/wikramasinghe gunawardena/gunawardene/gunawardhana
    jayawardena/jayewardene/jayawardene/jayawardhana rajapaksa/rajapakse/rajapaksha bandara
    bandaranaike/bandaranayake dissanayake/dissanayaka senanayake/senanayaka siriwardena/siriwardhana
    lakshmi/laxmi/lakshmy/luxmi shiva/siva/shiv shivakumar/sivakumar lakshman/laxman/lakshmanan murugan/muruhan
    thapa tamang gurung shrestha/shresta koirala karki adhikari/adhikary bhandari/bhandary

    kamal/kamel/kemal kamil bilal/belal/bilel salim/selim/saleem/slim halim/haleem/helim alim/aleem
    samir/sameer/semir amir/ameer/emir munir/mounir/moneer/munirr nasir/nasser/nassir/naseer/nacer
    basem/bassem/bassim/basim hazem/hazim/hazzem hisham/hicham/hesham/hisyam hashim/hashem/hachem/hachim
    majid/majeed/madjid/medjid/macid rashid/rachid/rasheed/rached/reshid rahman/rehman/rahmane/rakhman hanif/haneef
    nabil/nabeel tawfiq/toufik/taufiq/tawfik/tevfik/toufic nouri/nuri/noori latif/latief/lateef/letif
    sharif/cherif/sherif/shareef/charif/serif zarif/zareef arif/aref/aarif jabir/jaber/djaber/jabeur
    jabar/jabbar/djabbar qadir/kader/qader/kadir/qadeer aqil/akil/aqeel jawad/javad/cevad/djawad imad/emad
    fuad/fouad/foad jihad/jehad/djihad ziyad/ziad/zeyad/ziyaad riyad/riad/riyadh/ryad
    zakariya/zakaria/zakarya/zekeriya/zacharia/zackaria zuhayr/zuhair/zouheir/zoheir suhayl/suhail/souhail/soheil
    sahl shakir/shaker/chaker shukri/choukri/sukru thamir/thamer/tamer faysal/faisal/faycal/feisal/feysal/faissal
    fahd/fahad fahim/faheem/fehim fadil/fadel/fazil/fazel/fadhil/fadhel faris/fares farid/fareed/ferid
    farouk/faruk/farooq/faruq/farouq ghassan/gassan hatim/hatem haytham/haitham/haythem usama/osama/oussama/ousama
    anwar/anouar/enver/anwer anas/anass azzam bashir/bachir/basheer/beshir bakr bakri bandar badr/bedr bassam daghir
    hilal/helal/hellal hani/hany imran/omran/emran/imraan jibril/djibril/jibreel jibran/gibran luay/louay/loai
    lutfi/lotfi mahdi/mehdi/mahdy/mehedi mahir/maher/mahr mansur/mansour/mansoor/mensur mazin/mazen mazhar
    marwan/merwan/marouane masud/masood/massoud/masoud/mesud/messaoud mubarak/moubarak
    muhsin/mohsen/mohsin/muhsen/mouhcine muhannad/mohannad mukhtar/mokhtar/moukhtar/muxtaar murad/mourad/murat/morad
    munther/mundhir/monther mutasim nadir/nader/nadeer nadim/nadeem naji/nagi/neji najm nidal/nedal nizar/nezar
    numan/nouman/noman amr/amro/amrou qasim/kassem/qassem/kacem/kasim/qasem/gasim/qassim
    ramadan/ramazan/ramzan/ramadhan/ramadane ramzi/ramzy rami/ramy raid/raed rida/reda/riza/reza/ridha/redha
    sabir/saber sabri/sabry sabah sadiq/sadik/sadeq/sadegh siddiq/siddique saqr sami/samy shadi/chadi
    shahin/chahine/shaheen/sahin suad/souad sultan/soltan talal/tallal tahir/taher/tahar/tahhir talib/taleb tamim
    wael/wail/ouael wissam/wisam yasir/yasser/yassir/yacer/yaser younes/yunus/younis/yunis/younous/yonis
    zubayr/zubair/zoubir/zubeyr amina/aminah/emine/aamina
    fatima/fatma/fatimah/fatimata/fatoumata/fatumata/faadumo/faduma/fatuma/fadma fatiha halima/halimah/haleema
    rahima/raheema salima karima/kareema zaynab/zainab/zeinab/zeynep/zineb/zeyneb
    mariam/miriam/miryam/maryam/meryem/mariama/meriem/maryan/marieme aminata/aminatou rania/raniya hanan/hanane
    samira/samirah jamila/djamila/cemile layla/leila/leyla/laila

    jalil/djalil/jaleel/celil/djallil basir/baseer/bassir wahid/waheed/vahid/ouahid wahhab/vahhab/wahab/ouahab
    ghafur/ghafoor/gafur/ghafour/qafur ghaffar/gaffar/qaffar qahhar/kahhar shakur/shakoor/shakour/chakour
    sabur/sabour/saboor hasib/haseeb raqib/raqeeb mujib/mujeeb/moujib wadud/wadood/vadud samad/samed
    qayyum/qayoum/qayum/kayum/qayyoom hadi/hady baqi/baki razzaq/razaq/razzak/rezzak/razak fattah/fatah/fettah
    khaliq/khalek/khaleq/xaliq bari/baari basit/baset khabir/khabeer azim/azeem/adhim kabir/kabeer/kebir
    quddus/qudus/kuddus matin/mateen mumin/moumin/momin rauf/raouf/reuf mannan/manan sattar/satar/settar

    gholam/ghulam/golam/gulam/qolam/qulam farhad/ferhat farzad behrouz/behruz/behrooz behzad/behzod behnam kamran
    kambiz/cambyses kaveh keyvan/kayvan kourosh/cyrus/kurosh dariush/daryoush/daryush ardeshir bahram/behram bahman
    babak houshang/hushang jahangir/jehangir/cahangir shahram/shahrom shahriar/shahryar siavash/siyavush
    sohrab/suhrob rostam/rustam/rustem mehran mehrdad/mihrdod parviz/pervez/parwiz/pervaiz parvin/parveen/pervin
    ramin saman navid/naveed/nawid omid/umid/umed arash/arsh hushmand hosseinzadeh hosseinpour rezaei/rezai/rezayi
    razavi rahimi karimi moradi ahmadi mohammadi mahmoudi hashemi moussavi/mousavi/musavi sadeghi/sadiqi

    kaya kara kaan kahraman demir demirel demirci demirtas yildiz yildirim yilmaz arslan/aslan serkan serhan serhat
    aydin aydogan aydemir aksoy aksu aktas celik/chelik cetin/chetin cetinkaya sener koc kocak kocaoglu korkmaz
    korkut ozturk/oezturk ozdemir ozkan ozgur/oezguer ozer tunc turan dogan dogru erdogan erdem erdal ergun ergin
    ertan ertugrul emre emrah mert metin cengiz/djengiz/chingiz/genghis/jengiz cem/djem ceylan/jeylan/djeylan cenk
    orhan/orkhan/orxan ozan okan hakan/khakan haluk gokhan/goekhan gurkan volkan tarkan tolga tugrul turgut tayfun
    selcuk/seljuk semih serdar/sardor bulent/buelent burak/boraq baris bora ilker ilhan/ilkhan nurlan ruslan arslon
    aslon bekzat timur/temur/taymour elchin/elcin rovshan/rovsan rufat vugar/vuqar
    mammadov/mamedov/memmedov/mammedov ahmadov/akhmedov/ahmedov/ehmedov/akhmadov aliyev/aliev/eliyev
    huseynov/guseinov/huseinov/guseynov hasanov/gasanov/khasanov yuldashev/yoldoshev/yuldoshev karimov/kerimov
    rahimov/ragimov/rakhimov

    tesfaye/tesfay/tesfai tesfahun/tesfahoun alemu alem alemayehu/alemayhu bekele/bekelle kebede/kebbede
    tewodros/tedros/teodros/tewedros/tewdros
    berhanu/birhanu/brehanu berhane/birhane nega negash tadesse/taddese/tadese tekle/tecle teklu
    tewelde/tewolde/teweldeh welday/wolday haile/hayle mekonnen/mekonen/makonnen tsegaye/tsegay tsehay/tsehaye
    abebe/abbebe abiy/abiyy mulugeta getachew/getachow girma/ghirma lemma/lema desta
    desalegn/dessalegn/desaleny/dessaleny dawit/dauit ayele/ayelle
    assefa/asefa asfaw/asfau mengistu/menghistu hailemariam/hailemaryam hailemichael/hailemikael
    haileselassie/hailesilassie/hailesellassie/haileselasie gebremedhin/gebremedhn gebremariam/gebremaryam
    gebrehiwot/gebrehiwet gebrekidan/ghebrekidan gebremeskel/gebremeskal gebreyesus/ghebreyesus
    gebreselassie/gebresilassie woldemariam/weldemariam/woldemaryam woldemichael/weldemichael/woldemikael
    woldegiorgis/weldegiorgis/woldegeorgis woldeyes woldeselassie warsame/warsama guled/guuleed/gouled
    farah/faarax/farax jama/jaamac/djama/jamac hersi/xirsi/hirsi abdi/cabdi/abdy aden/aadan/adan shire/shirre
    samatar/samantar hirabe/xiraabe mahad/mahat abukar/abuukar barre/bare egal/cigaal dualeh/ducaale/duale

    diallo/jallow/jalloh/dialo/jalo/djallo ouattara/wattara/watara/ouatara ba/bah sow/sowe cisse/ceesay/sise/sissay
    toure/turay/touray/ture njie/ndiaye/ndiay/njai/njay diop/jobe/diope/joop dia gueye/gaye/gueyes kone/koneh
    konate/konateh coulibaly/kulibali/koulibaly/kulibaly/culibali keita/keitah/kayta camara/kamara
    sylla/sillah/silla/syla traore/trawally/trawaly/traoure diarra/jarra/djarra drame/drammeh/daramy
    dembele/dembelle sane/sanneh sagna diatta/jatta/djatta diouf/joof/dyouf faye fall/fal sarr/saar thiam/cham tall
    sidibe/sidibay sissoko/cissokho/sissoho kouyate/kuyateh/kuyate kante/kanteh sacko/sakho/sako savane bagayoko
    bayo/bayoh jabbie/diaby/jabby danso dibba/diba fofana/fofanah doumbia/dumbia kaba/kabba konan
    kouassi/kwasi/kwesi/kouassy kouadio/kwadwo/kojo/kwadio kouame/kwame kouakou/kwaku koffi/kofi yao/yaw
    nguessan/guessan ndri kouma seydou/saidou/seidu/saydou/seidou
    boubacar/bubacarr/abubakar/aboubacar/boubakar/abubakr/abubacar/aboubakar/bubakar/abubakarr/aboubakr
    tidiane/tijan/tijani/tidjane/tidjani/tijaan lansana/lassana/lansina/lanzana modou/momodou
    momodu mamoudou demba/dember samba/samber bassole bassong owusu osei boateng/boaten mensah/mensa asante/asantey
    addo addai appiah/apiah ofori ofosu agyeman/agyemang adjei/agyei annan amoah amoako asamoah okafor/okafo okeke
    okoye okoro okonjo okonkwo/okonko okoli adeyemi adeyemo adebayo adebola adewale adeola adesina ogunleye ogundele
    ogunbanjo oluwaseun oluwatobi oluwole olusegun olumide chukwuemeka chukwuma chukwudi chinedu chinonso nnamdi
    nwachukwu nwosu nwankwo ikenna obinna ugochukwu eze danjuma/danjumah bello/belo balarabe lawal abacha
    haruna/harouna/haroun/harun/aaron/haroon/haruun

    habimana/habymana habyarimana/habiyarimana hakizimana/hakizimanah hategekimana havugimana nzeyimana nzabonimana
    nsengimana nsengiyumva/nsengiyunva nsabimana/nsabimanna ndayishimiye/ndaishimiye ndayizeye ndayikengurukiye
    ndikumana nkurunziza nkurikiyimana niyonzima niyongabo niyonkuru bizimana bizimungu uwimana uwamahoro uwase
    mukamana mukankusi mukandayisenga mukasine mugabo mugabe mugisha kagabo kagame kabila kabuga kabanda mukendi
    mukenge mukeba tshisekedi tshibanda tshilombo kasongo kasanga mulumba mwamba mwanza ilunga kalonji kalonda
    kabongo kabange kanyinda kanyama mbuyi mbuyamba lubanga lubaki lubumba ngoy ngoyi nkulu nkunda ntaganda wanjiku
    wanjiru wambui wangari wanjala mwangi maina kamau kariuki karanja kimani kimathi njoroge njuguna otieno odhiambo
    ochieng onyango okello opiyo ouma ojok kony museveni mugerwa

    somchai/somchay somsak somboon/sombun sombat/sombut somkid somphong/sompong suthep/sutep suthin suchart/suchat
    surachai surapong/suraphong sunthorn wichai/vichai wirat/virat wichit/vichit winai/vinai prasert/prasoet
    prasit/prasith prawit/prawith prawat prayut/prayuth prapat chavalit/chawalit chaiwat chaiyot anan
    anupong/anuphong narong/narongs narin/narint niphon/nipon nattapong/natthaphong thaksin/taksin thawee/thavi
    thanom thongchai/tongchai pracha preecha/pricha boonsong/bunsong boonmee/bunmi kittisak/kitisak
    phetcharat/petcharat phanthip srisuwan srisawat wongsawat wongsuwan/wongsuwon wongyai wongsakul wongprasert
    chinnawat/shinawatra/chinawat

    susanto susilo/soesilo joko/djoko suharto/soeharto sukarno/soekarno suryana suryanto suryadi setiawan setiadi
    wibowo widodo widjaja/wijaya wahyudi wahyono cahyo/tjahjo/tjahyo mulyono/moeljono mulyadi hartono hartanto
    sutrisno sutanto sunarto sunaryo supriyadi supriyanto purnomo purwanto gunawan hermawan darmawan kurniawan
    kurnia budiman budiono nugroho hidayat rahmat

    hiroshi/hirosi hiroki hiroyuki hirohito kenji/kenzi kenta kenichi/kenitchi takashi takeshi takahashi/takahasi
    tadashi satoshi/satosi yuji/yuuji/yuzi yuki/yuuki yusuke/yuusuke shinzo/shinzou/sinzo ichiro/ichirou/itiro
    jiro/jirou/ziro taro/tarou akira akiko fujimoto/huzimoto fujimori/huzimori fujita fujii yamada yamata yamamoto
    yamaguchi/yamaguti nakamura nakajima tanaka takeda takada sato/satou/satoh ohtani/otani/ootani ono/ohno/oono
    kato/katou/katoh ito/itou/itoh endo/endou goto/gotou saito/saitou/saitoh kondo/kondou

    petrov petrenko romanov romanenko bondarenko bondarchuk bondar tkachenko tkachuk tkach kovalev/kovalyov/kovaliov
    kovalenko kovalchuk koval shevchenko shevchuk medvedev/medvediev medvedchuk sidorov sidorenko
    ivanov/ivanoff/iwanow ivanenko ivanchenko pavlov pavlenko pavlyuk popov popovich kravchenko kravchuk kravtsov
    karpov karpenko melnyk/melnik melnichenko melnichuk marchenko marchuk savchenko savchuk levchenko lysenko
    litvinenko/lytvynenko litvinov moroz morozov frolov fedorov/fyodorov fedorenko fedorchuk zakharov zakharchenko
    nazarov nazarenko stepanov stepanenko sergeev/sergeyev sergienko/serhiienko lebedev belov belousov
    jovanovic/jovanovich/yovanovich jovicic nikolic/nikolich nikodinovic nikodijevic stojanovic/stoyanovich
    stojkovic markovic marinkovic milosevic milanovic milovanovic djordjevic/dordevic/djordevic djukic novak nowak
    novakovic novakov kowalski/kovalsky kowalczyk wisniewski wojcik wojciechowski lewandowski sechin shuvalov
    smirnov simonov semyonov/semenov simeonov orlov osipov volkov voronov vorobyov/vorobiev milan miran milos marko
    mirko dragan drazen goran zoran boris borislav nenad

    naim/naeem/naeim/nayeem/nahim hakim/hakeem karam akram/ikram aslam asim/assem/aasim qaim wasim/waseem/vasim
    nasim/naseem nassim jasim/jassim/jasem/djassim hanan/hannan rafi/rafee wafi shafi/chafi safi/saafi naqi
    taqi/taghi zaki/zeki tahsin/tahseen nasib habib/habeeb/habeb munib/muneeb raqib/rakib saqib/sakib/saquib
    ghanem/ghanim/ghannam ghannouchi fathi/fethi fadi sabbagh/sabagh sayegh/sayigh haddad/hadad hamad/hammad
    hammoud/hamoud hamdan/hamadan hamdi/hamdy zubaydi/zubaidi/zoubeidi zahrani ghamdi/ghamedi qahtani/kahtani
    otaibi/utaybi/oteibi harbi/harby shammari/shamari/chammari dosari/dossari/dawsari mutairi/mutayri
    anzi/anazi/enezi subaie/subaiy shehri/shahri/chehri asiri maghribi/maghrabi tunisi jazairi/djazairi libi
    sudani yemen/yamani shami/chami halabi/halaby hijazi/hejazi najdi baghdadi basri tikriti mosuli/mawsili
    kurdi khoury/khouri/khuri najjar/nadjar/nejjar haddadin khatib/khateeb hariri harari zoubi/zuabi
    shaaban/chaabane/shaban safar muharram jumaa/juma/joumaa boutaleb benali bensalah benyahia benaissa
    benslimane bouazza boukhari/bukhari bouchareb/boushareb bouhlel belkacem/belkasem belhadj/belhaj benhamou
    benjelloun zeitoun/zaytun/zaitoun zitouni/zaytuni/zeitouni tlili trabelsi/tarabulsi jebali/djebali jelassi
    marzouk marzouki mansouri/mansuri slimani/sulaymani belaid gharbi/garbi chebbi/shabbi jomaa ayari/ayyari
    ghalib/galib/ghaleb kasib/kaseb wahb wahbi/wehbe/wahba raslan/reslan fikri/fekry nasri/nasry badri/bedri
    qadri/kadri sidqi/sedki rushdi/roshdy majdi/magdi/mecdi nabila/nabeela najla/nagla najwa/nagwa/nejwa
    salwa/saloua/selwa salma/selma/salmah samia/samiya sana/sanaa sahar/seher samar/semer hind/hend
    huda/houda/hoda hiba/heba amal/amel iman/imane/eman abir/abeer afaf burhan polat bulut guler gulen karaca
    karatas karabulut kuzu guner/guener gunes/gunesh gunay koray kocer turkmen toprak topal topcu tas tasci uzun
    uzuner unal/uenal unsal yalcin/yalchin yavuz yasar/yashar barzani talabani ocalan karayilan bayik guven
    gurbuz gundogdu guclu bozkurt bozdag bayram bayrak bayar basar babacan davutoglu kilicdaroglu imamoglu
    yildirimoglu akinci akbulut akar akin alkan alptekin quliyev/guliyev/kuliev/kuliyev/guliev
    rzayev/rzaev/rzayeff abbasov/abasov babayev/babaev ismayilov/ismailov/ismaylov mustafayev/mustafaev
    veliyev/valiev/veliev safarov/seferov alizadeh/alizade/elizade akbari/akbary asghari asgari ansari/ansary
    jafari/djafari jalili/djalili jamali kazemi/kazimi karami kamali najafi naderi nazari rostami rasouli/rasuli
    rezvani shirazi sharifi soltani soleimani tabrizi tehrani yazdi zamani zarei/zare golshan/gulshan golzar
    bayat bahrami baghaei ghanbari/qanbari ghasemi/qasemi/qasimi ghorbani/qorbani/qurbani
    heydari/haidari/haydari hemmati khademi khalili khosravi khorasani mazaheri mirzaei/mirzai mokhtari/mukhtari
    molavi montazeri barakzai stanikzai/stanekzai noorzai/nurzai popalzai/popalzay alizai ishaqzai/eshaqzai
    achakzai/atsakzai hotak/hotaq wardak/vardak zadran/jadran mangal shinwari/shinwary hekmatyar/hikmatyar
    mojaddedi/mujaddidi rabbani/rabani figueira/figueyra figueroa figueiredo quintero quintana quintanilla acuna
    rivas rivera rios ribeiro/ribeyro ramos paz paez/paes castano castaneda cardenas cardona cardoso/cardozo
    cortes/cortez corral correa/correia cordoba cordero duarte duque dorado durango
    echeverria/etxeberria/echevarria echeverri escobar escobedo espinoza/espinosa estrada estevez/esteves
    fajardo franco fuentes galindo gallego gallegos galvez/galves galvis garzon guerra guerrero guevara ibanez
    ibarra lara leal leyva lima linares lozano lucero lugo luna macias marin marino marquez/marques marroquin
    mejias meneses montes montoya montero mora munoz/munhoz murillo naranjo narvaez navarro nieto nunez/nunes
    ochoa olivares ortega ortiz osorio/ozorio osorno pacheco padilla palacios pardo parra patino pena penaloza
    peralta pineda pizarro ponce prado prates pratas prieto puentes pulido quiroga quiroz/quiros rangel reyes
    reinoso/reynoso rincon riquelme robledo robles rocha rubio rueda ruiz saavedra saenz/saez salas salcedo
    saldana salgado sandoval sarmiento segovia segura serrano sierra soler solis solano soria sosa suarez/soares
    tamayo tellez tobar/tovar toledo toro trejo trujillo ulloa uribe urrutia valencia valenzuela valero vallejo
    vargas varela vega vera villa villalba villalobos villegas villar yanez zambrano zamora zuniga almeida alves
    andrade araujo azevedo barbosa barros batista/baptista bastos borges braga brandao brito caldeira campos
    cavalcanti/cavalcante coelho cordeiro cunha dantas dias faria farias ferraz fonseca freitas furtado garcia
    gaspar guimaraes leite lemos machado magalhaes maia martins matos/mattos medeiros melo/mello mendonca
    mesquita miranda monteiro moraes/morais mota/motta moura neves nobrega novaes/novais paiva peixoto pessoa
    pimentel pinheiro queiroz/queiros rabelo/rebelo ramalho rezende/resende sales/salles sampaio serra
    siqueira/sequeira tavares teixeira vasconcelos/vasconcellos viana/vianna vieira kabeya kabemba kabasele
    kapinga kayumba/kayoumba kayembe kazadi kalala kanza katumba/katoumba katumbi kitenge/kitengue lukusa
    lumumba lukaku makanda makandi makambo malu mbala mbuyu mpiana mpoyi mudimba mukadi mukeni mukoko mulamba
    mulongo musasa mutamba mutombo muyumba muyembe mwepu ndala ngandu ngalula ngoie ntumba numbi nyembo tshala
    tshimanga tshombe nyiramana nyirahabimana mukarwego mukarugwiza mukashema/mukashyema mukandoli mukantabana
    mukarurangwa uwera uwimbabazi nshimiyimana niyomugabo nsanzimana nsanzabaganwa ntirampeba ntiranyibagira
    ntakirutimana ntahobari ndadaye ndayisaba ndayambaje ndizeye ndikuriyo nimubona ninteretse nahimana
    ngirabatware ngendahimana gatete gasana gashumba kalimba karake karamira rutaganda rutaremara ruzindana
    rwigema sembene sanyang/sagnan sangare sanogo sanou samake sidiki soro/sorro some souare soumare soumah
    sylva dao diakite/jakite diabate/jabate/jobarteh dicko dieng/jeng diedhiou/jedju dieme/jemeh djibo
    doucoure/dukureh dramane gassama guindo hama hamidou kebe/kebbeh kere keira konde/kondeh kourouma/kuruma lo
    ly maiga/mayga mane/manneh mbaye/mbye mbow/mbowe mbodj/mboge ndao/ndow ndour/ndure ndoye niang/nyang
    ouedraogo/wedraogo sall seck/sekk sene/senneh sonko tandia tambadou/tambedou tounkara/tunkara wane/wann
    zongo zoungrana tchiroma tchatchoua adjoua affoue akissi amoin aya ahou brou kodjo agbeko agbenou amegan
    komlan kokou/koku kossi/kosi koffigoh ifeanyi ifeoma ifeyinwa ebere ebele chidi chika chima chibuzo chibuike
    obi obiora okechukwu olamide oluchi babajide babatunde babacar bamidele abiodun abiola adekunle adeniyi
    adetola ayodele ayodeji folake folasade funmilayo temitope temitayo yetunde fikremariam fikreselassie
    tesfamariam/tesfamaryam tesfamichael/tesfamikael tesfaselassie tesfagiorgis amanuel/amanouel sebhat
    efrem/ephrem/ephraim/efraim zenawi afewerki/afwerki/afeworki kidane/kidan habte habtom
    habtemariam/habtemaryam habteselassie hagos hadgu lemlem letebrhan semere seyoum/siyoum simret tekeste
    teklemariam/teklemaryam teklehaimanot/teklehaymanot temesgen/temesghen tsige/tsege yemane/yemaneh yosief
    zeray waberi wais geedi/gedi gaas aweys/aweis aidid/caydiid barkhad/barqadle bile/bihi hashi/xaashi
    jimale/jimcaale kahin/kaahin lebanon/liiban mire nuh robleh/rooble salad sahal sugulle yabarow
    elmi/cilmi/ilmi dheg/dheeg nyan nandar hnin ei ma ni hsu yin yee moh pyae paing/pine zayar/zeyar thaw thway
    khant kaung wunna yarzar gogoladze gogolashvili kobakhidze/kobahidze lomidze tsereteli/cereteli tsiklauri
    kvirikashvili margvelashvili ivanishvili saakashvili shevardnadze gamsakhurdia gelashvili/gelachvili
    japaridze/dzhaparidze/djaparidze beridze berishvili manukyan/manoukian petrosyan/petrossian ter
    hovhannisyan/ovanesyan/hovhannesian harutyunyan/arutyunyan/haroutunian khachatryan/khachaturian/hachatryan
    poghosyan/pogosyan/boghossian martirosyan/mardirossian simonyan/simonian abrahamyan/abrahamian
    karapetyan/garabedian danielyan/danielian akhmatov/akhmetov/akhmatoff kadyrov/kadirov dudayev/dudaev
    maskhadov basayev/basaev makris makrakis makropoulos kefalas kefalakis kefalidis anagnostou anagnostopoulos
    anagnostakis georgiou georgiadis georgakis papas papadakis papadopoulos papandreou papathanasiou
    papageorgiou papaioannou papanikolaou mitsotakis mitsopoulos kalogeropoulos kalogerakis karamanlis karamanos
    karagiannis karagiorgis stavrakis stavropoulos stavrou vlachos vlachakis nikolaidis nikolopoulos nikolakis
    dimitriou dimopoulos dimakis honchar/gonchar honcharenko/goncharenko honcharuk/goncharuk goncharov yakovlev
    yakovenko yakovchuk kuznetsov/kuznetsova kuzmin/kuzmina kuzmenko savin savinov savelyev/saveliev savchenkov
    rudenko rudchenko rudakov rudnev vasiliev/vasilyev/vassiliev vasilenko vasilchenko zaitsev/zaytsev/zaitseff
    zaichenko babic/babich babovic/babovich dvorak/dvorzak abishev abishov berdiyev/berdyev/berdiev
    berdimuhamedov/berdymukhamedov zivkovic/zivkovich zivanovic wozniak szczepanski/shchepansky szczesny grishin
    grishina grishanov malinin malinov malinovsky gromov gromyko gurov guryev yegorov/egorov yefimov/efimov
    yermolov yershov/ershov zhdanov zhukov zhukovsky zhuk zhilin zimin zorin zotov wetzel wenzel
    weiss/weisz/vaisz weissman/weissmann/vaisman/weisman feldman/feldmann feldstein barzilai/barzilay rabin
    shkolnik/skolnik sharon sharett eitan/etan/eytan dan uri/ury eli natan/nathan/nosson netanyahu gantz/ganz
    lapid bennett barak sharansky eliezer/eliezar/elazar rattanakul/ratanakul/ratanakun phatthana/pattana
    pitsuwan saikua/saikuea jaidee/chaidi pornthip/phonthip/porntip kanchana/kanjana silpaarcha surin
    nattawut/natthawut nattaporn/natthaphon chanocha/chanotcha yingluck/yinglak abhisit/aphisit banharn/banhan
    chuan samak/samag sonthi/sondhi sudarat/sudarath jagdish/jagadish harish girish satish/sateesh jitish
    nitish/nitesh ritesh hritik kartik/karthik harpreet gurpreet manpreet jaspreet amanpreet gurmeet/gurmit
    harmeet/harmit harbhajan harjinder gurjinder baldev/baldeo sukhdev/sukhdeo gurdev jasdev kulwinder balwinder
    rastogi/rustogi pushpa devi kumari kaur/kour chandra/chander/chandar
    balasubramaniam/balasubramanyam/balasubramanian subramaniam/subramanian/subramanyam ramanathan/ramanadhan
    viswanathan/vishwanathan/visvanathan bishnu/vishnu poudel/paudel/paudyal subrata/subroto/subrato
    debashis/debasish/devashish prosenjit/prasenjit sujit/sujeet abhijit/abhijeet indrajit/indrajeet
    biswajit/vishwajit/biswajeet alamgir/alamgeer anisur/aneesur viktoria/victoria/viktoriya/victoire nuray
    mkrtchyan/mgrdichian/mkrtchian/mgrdchian mehdiyev/mekhtiev/mehtiyev/mekhtiyev/mehdiev ataur/ataour fazlur/fazloor
    lutfur/lutfor
    mahbubur/mahboobur hafizur/hafizor ziaur/jiaur saidur/sayedur shafiqur/shofiqur mustafizur
    mosharraf/musharraf/mosharaf moazzem/muazzam kamruz quamrul/kamrul/qamrul zahur/zahoor elahi/ilahi
    qayyum/kaiyum/quayum zaman/jaman uddin ahsan/ehsan/ihsan tanvir/tanveer shakil/shakeel

    arjun/arjuna asif/aseef/asef arif/areef atif/atef kashif/kashef wasif/wasef irfan/erfan adnan junaid/juned
    waqar/vaqar/wakar waqas/vaqas wajid/vajid iqbal/eqbal/ikbal akbar/akber asghar/asgar/asgher/askar ashraf/achraf
    arshad/arshed asad/assad javed/jawed/javid/jaweed/javaid kaleem/kalim maqsood/maksud/maqsud
    mushtaq/mushtak/moshtaq nazir/nazeer parviz/parvez/parvaiz/parwez riaz/riyaz salman/selman sarfraz/sarfaraz
    suhayl/sohail/sohel zafar/dhafar zahid/zahed zaheer/zahir/zaher sunita/suneeta kavita savita sarita lalita rekha
    seema/sima reema/rima meena/mina neena geeta/gita sita/seeta lata usha asha nisha rupa/roopa pooja/puja
    priya/priyah riya divya/dibya kavya deepa/dipa dilip/dileep mandeep/mandip hardeep/hardip gurdeep/gurdip amandeep
    jagdeep navdeep pankaj neeraj/niraj dheeraj/dhiraj suraj/sooraj raj gopal/gopaal gopi govind/gobind/govinda
    mohan/mohun madan sohan rohan arvind/aravind vikram/bikram kailash/kailas kapil nikhil sahil/saahil rahul mehul
    atul anuj tanuj gaurav/gourab/gaurab saurav/sourav/sourabh/saurabh doshi goyal/goel mittal mehra malhotra chopra
    sethi/sethy bedi bajaj birla mondal/mandal/mondol biswas/bishwas/viswas gunasekara/gunasekera

    adil/adel/adeel nasir/naser sufyan/sofiane/soufiane/sofyan sumaya/soumaya/sumayya dina/deena lina/leena hana
    noura/nura rahma saida/saeeda nawal/naoual hajar/hadjar/hagar asma/asmaa/esma wafa/wafaa/ouafa muna/mona/mouna
    duha/doha/dhuha nadezhda/nadya samira/sameera jamila/jamilah latifa/lateefa rashida/rachida/rasheeda amina/ameena
    farida/fareeda hamida/hameeda salima/saleema habiba/habeeba sharifa/cherifa/shareefa

    idris/idrissa/idrisa/drissa/driss ismail/ismaila/ismayila younes/yunusa/younoussa/younousa/inoussa/inusa
    sulayman/sulaimana/souleymana uthman/usmana/ousmana dawud/daouda/dauda yaqub/yacouba/yakuba/yakubu/yacoubou
    ilyas/iliassa/iliyasa/iliasu/iliassou/iliyas ayub/ayouba/ayuba ishaq/issaka/isiaka/issiaka/ishaka/siaka
    yusuf/issoufa/yusufa/issouf/issoufou/issufu/yusufu nuh/nouhou/nuhu
    luqman/lukman/loukman/lukumana/loukmana mahmud/mahmouda

    modibo bakary/bakari adama salif/salifou/salifu yaya fode/fodeh lamine/lamin aliou/aliu serigne/serin
    malick yoro thierno/tierno/cherno aissatou/aissata/aisatu awa kadiatou/kadiatu/kadidiatou oumou/umu hawa/haoua
    bintou/bintu coumba/kumba khady/khadi ndeye/ndey astou/astu ama akosua/akosuah abena yaa chukwu ngozi nkechi uche
    chioma tunde bola konde/conde conte/konteh bamba sawadogo kabore compaore kiprotich kipchoge cheruiyot mutua
    musyoka hamisi/khamisi salum rashidi ndayisenga tshibangu gebre/ghebre/gabre

    wilma/vilma petra erica/erika kees/cees gerard/gerrit thijs/matthijs sven/svein lars nils/niels olaf/olav/olof
    anders jurgen/juergen gunther/guenther/gunter wolfgang werner dieter roberta martina stefanie/stephanie
    sabine/sabina birgit/birgitta ingrid ursula monika/monica heike silke anke antje otto mauro lucio giorgio massimo
    fabrice/fabrizio francesca/francisca pauline/paola carla/karla dario diego mariano lambert/lamberto fontaine
    berg/bergh burg richter wolf/wolff/wulf neumann/neuman hartmann/hartman krause lehmann/lehman jones davies/davis
    wright scott ward morgan blanco bianchi delgado

    gleb rostislav kaminski/kaminsky zielinski/zelinsky szymanski/shimansky dabrowski/dombrowski/dombrovsky
    kozlowski/kozlovsky jankowski/yankovsky mazur kwiatkowski/kviatkovsky krawczyk/kravchik ilic/ilich
    stankovic/stankovich pavlovic/pavlovich petrovic/petrovich horvat/horvath kovacevic/kovachevich maric/marich
    popescu ionescu popa radu dumitru stoica

    turhan erhan erkan ercan/erjan serdar/sardar levent/levend deniz eren soner tuncer/tunjer kilic/kilich/qilij
    simsek/shimshek elif golshan/gulsen gulcin/gulchin aysel aysun elshan/elsen ilham/ilkham ilgar vusal elnur elmar
    anar farshid fereydoun/fereidun morteza/murtaza/mortaza/murtada/mourtada peyman/payman/peiman sajjad/sajad
    zahra/zehra/zohra

    aviram avner avishai amnon asher asaf/assaf boaz dov eyal gideon/gidon gilad hillel ilan itamar ofer oren ronen
    roni shai shaul tamir tomer uzi yair yaron yigal/igal yoav jonathan/yonatan/yehonatan yuval zeev/zev zohar

    wahyuni/wahjuni wahono wahyudi/wahjudi suhartono/soehartono sutrisno/soetrisno sutarno sutarto suryadi/soerjadi
    susanto/soesanto supriyadi/soeprijadi hartati kartini kartono budiono/boediono setiawan/setyawan gunawan/goenawan
    kurniawan/koerniawan hidayat/hidajat hidayati rahmawati slamet/selamet sugeng sugiarto/soegiarto sugianto

    francoise valeriya/valeria/valerija anastasia/anastasiya yevgenia/evgeniya/evgenia/eugenia viktoriia iulia
    yury/juri natasha zoya raisa rashad/rachad farshad bijan/bizhan iraj
"""

# Short names and pet names. What stands before the colon may be several names: Sasha is Aleksandr or Aleksandra.
SHORT_NAMES = """
    william: bill billy will willy willie liam bil wim
    robert: bob bobby rob robbie bobo
    richard: dick rick ricky rich richie ricardito
    james: jim jimmy jamie jem jimmie
    john: jack johnny jock hansi juancho juanito joaozinho janek hannes gianni nanni hans jan
    joseph: joe joey jo sepp peppe beppe pino pepino zef seppl peppino jef jojo
    jose: josema joseba pepe pepito chepe ze pepin joselito cheo chepito zeca juze
    edward: ed eddie ted teddy ned eddy edi edu lalo dudu
    theodore: ted teddy theo teo
    thomas: tom tommy thom maso
    timothee: tim timmy
    michael: mike mick mickey micky mikey miguelito michi mischa
    michel: michou michka
    margaret: peggy maggie meg madge greta gretchen rita marge margie daisy
    marguerite: margot
    elisabeth: liz lizzie beth betty bess eliza lisa elsa betsy libby sissi lise babette liesl lilibet
    isabelle: isa bella chabela
    catherine: kate katie kathy cathy kitty kat kati trine katrin kay
    kathleen: kathy kath
    dorothy: dot dottie dolly
    johannes: hans jan hansi hannes
    dolores: lola loli lolita
    francisco: paco pancho quico kiko chico curro frasquito fran pacho paquito farruco
    francis: frank franky
    francois: franck fanfan
    franz: franzl
    francesco: cesco ciccio franco
    ignace: nacho natxo inaki nachito
    jesus: chucho chuy chus suso jesusito
    alejandro: alex ale jandro
    aleksandr: sasha alex sandro sascha shura sanya alik xander alec sandy sacha olek ales oles alekos
    alejandra: sasha alex sandra ale shura sanya sandy
    aleksandra: sasha alex sandra ale shura sanya sandy lexi olesya
    alberto: beto berto
    albert: bert bertie beto berto bertl
    roberto: beto tito
    humbert: beto berto
    eduardo: lalo edu dudu
    henri: harry hank hal rik henk riton
    enrique: quique kike enzo rico
    heinrich: heinz heini
    guillermo: memo guille
    wilhelm: willi willy
    luis: lucho lou lui luisito loulou
    fernando: nando fer
    ferdinand: nando fer ferdi
    armand: mando
    antonio: tony toni tonio tonino tono tonho toninho
    antoine: toinou
    antonina: tonya
    mariana: mari
    marie: mia masha manya marusya mitzi maruja mariquita marita mariechen mimi mascha molly polly
    mercedes: meche merche
    rosario: charo chayo
    consuelo: chelo
    concepcion: concha conchita chita
    guadalupe: lupe lupita
    teresa: tere tess tessa terry resi
    graciela: chela
    rafael: rafa rafi
    gregoire: greg goyo gregg gori
    gabriel: gabi gabe gabo gaby
    manuel: manolo manu lolo manny manolito mani nelo
    emmanuel: manu manny mano manolo
    santiago: santi chago yago
    jacques: jacquot
    pedro: perico perucho pedrito
    peter: pete piet
    petr: petya petia
    pierre: pierrot
    pablo: pablito paulinho
    juan: juancho juanito juanjo juanma juanca
    vincent: vince vinnie chente vinny cente
    charles: charlie chuck charly carlitos chaz kalle karli charlot
    christophe: chris kit toph kris stoffel
    christian: chris
    christine: chris tina chrissie kristi
    nicolas: nick nico niko klaus claus nicky
    benjamin: ben benny benji
    samuel: sam sammy
    daniel: dan danny dani danik
    david: dave davey dudi davy
    matthew: matt
    mathieu: matt mat teo mats
    andrew: andy drew
    andre: andy drew dede dre andi
    anthony: tony
    stephen: steve
    etienne: steve stevie tien steffen
    philippe: phil pip felo flip pippo
    patrice: pat paddy
    lawrence: larry
    laurent: larry laurie lenz lollo
    leonard: leo len lenny
    lev: lyova leva
    ronald: ron ronnie ronny
    donald: don donnie
    gerald: gerry jerry
    gerard: gerry
    jerome: jerry
    jeremiah: jerry
    jeremy: jerry jem
    kenneth: ken kenny
    frederic: fred freddy freddie fritz fede fredo rico
    alfred: fred alf freddie fredo
    wilfred: fred wilf
    raymond: ray moncho mundo
    roland: lando rolly
    ralph: ralf
    samantha: sam
    susan: sue susie suzy
    susanna: sue susie suzy zsuzsi
    deborah: debbie deb
    barbara: barb babs basia barbie varya
    patricia: pat patty trish tricia pati
    rebecca: becky becca
    rivka: becky becca riva
    jennifer: jen jenny
    jessica: jess jessie
    victoria: vicky vicki tori vika
    virginia: ginny
    eleanor: nell nelly ellie nora
    helene: nell nelly lena ellie
    ellen: nell nelly
    sara: sally sadie
    anne: annie nan nancy ania anita anka anya anja anuska anushka nanette nusha anechka ninon
    pamela: pam
    cynthia: cindy
    abigail: abby gail
    nathaniel: nat nate
    jonathan: jonny yoni
    gordon: gordy
    arthur: art artie
    walter: walt wally
    harold: harry hal
    lewis: lew
    geoffrey: jeff geoff
    jeffrey: jeff
    gustave: gus gustl tavo
    august: gus
    maximilian: max maxi maxl
    maxim: max maks
    sebastien: seb basti bastien bas
    george: schorsch georgie
    georgy: gosha zhora goga
    giorgi: gia goga gio
    giuseppe: beppe peppe pino peppino geppetto
    luigi: gigi gino luigino
    lorenzo: renzo
    salvador: chava salva toto turi
    bartolome: bartolo
    bartholomew: bart
    sergei: seryozha serezha seryoga serhiyko
    serge: checo
    vladimir: volodya vova vovka vlad volodia vladi
    vladislav: vlad vladik
    stanislav: stas slava
    vyacheslav: slava
    yaroslav: slava yarik
    svyatoslav: slava
    mikhail: misha mischa michka mishka
    nikolai: kolya kolia kolka nick
    dmitry: dima mitya dimka
    yevgeny: zhenya jenya zhenia
    yevgenia: zhenya jenya zhenia
    aleksei: alyosha lyosha lesha
    andrei: andryusha andryukha
    ivan: vanya vania vanka
    pavel: pasha pavlik
    grigory: grisha
    konstantin: kostya kostia kostik
    boris: borya
    viktor: vitya vitia
    vasily: vasya vasia
    anatoly: tolya tolia tolik
    gennady: gena genna
    leonid: lyonya lenya
    yury: yura
    fedor: fedya fedia
    timofey: tima timosha
    ilya: ilyusha
    roman: roma romka
    ruslan: rusik
    tatiana: tanya tania tata
    natalia: natasha nata natascha natacha
    yekaterina: katya katia katyusha
    yelena: lena lenochka alyona
    elena: lena alyona lenka
    olga: olya olia
    irina: ira irka
    svetlana: sveta lana
    lyudmila: lyuda mila lusya
    larisa: lara lora
    galina: galya galia
    nadezhda: nadya
    lyubov: lyuba
    anastasia: nastya nastia asya stasia
    ksenia: ksyusha
    yulia: yulya
    margarita: rita
    valentina: valya
    valentin: valya
    valery: valera
    oksana: ksana
    anton: tosha antosha
    artem: tyoma tema
    arkady: arkasha
    semyon: syoma
    zinaida: zina
    maria: masha manya marusya mia
    joaquin: quim quino chimo
    gonzalo: gonza chalo
    ernest: ernie
    augusto: guto tuto
    sebastiao: tiao
    raimundo: mundo
    leopold: polo leo poldi
    hipolito: polo
    domingo: mingo
    dominique: dom
    cristobal: tobal
    ramon: moncho monchito
    rodolphe: rudi rudy fito rolfi
    adolfo: fito
    alphonse: fonzie poncho foncho alfie
    ricardo: ricky richi
    gilberto: beto
    norberto: beto
    heriberto: beto
    pascal: pascualito
    muhammad: momo hamada mo hama
    mustafa: mus musti tafa
    ibrahim: ibro ibra
    yusuf: yuski
    abdullah: abdo
    fatima: fati fatou fatim
    mariam: mamou
    aminata: ami
    khadija: kadi dija
    avraham: avi bram abe
    yitzhak: itzik ike izzy zak
    yaakov: kobi yankele jake koby
    binyamin: bibi benny beni
    shlomo: shloimi solly
    yehuda: yudi
    menachem: mendel mendy
    eliyahu: eli
    zeev: zevik
    gevorg: gega
    konstantinos: dinos
    georgios: gogos george georges
    ioannis: john jean
    nikolaos: nicholas nicolas nick
    konstantinos: constantine constantin
    dimitrios: jim dimitri
    vasileios: basil bill
    petros: peter pierre
    pavlos: paul
    andreas: andrew
    michail: michael michel
    alexandros: alexander alexandre
    stefanos: stephen
    emeka: mekus
    chukwuemeka: emeka
    oluwaseun: seun
    oluwatobi: tobi
    oluwole: wole
    olusegun: segun
    kwabena: kobby
"""

# How names are shortened on paper: registers, visas, forms.
ABBREVIATIONS = """
    muhammad: md mohd muhd moh mhd mohm mohmd mhmd mohammd muh
    ahmad: ahd ahmd
    maria: ma mra
    jean: jn
    john: jno jn
    joseph: jos jsph
    jose: jse
    francisco: fco frco
    francois: fcois
    fernando: fdo ferdo
    ferdinand: fdo
    antonio: ant anto
    william: wm
    wilhelm: wilh
    guillermo: gmo
    guillaume: guill
    charles: chas ch
    george: geo
    robert: robt rob
    richard: richd rich
    thomas: thos
    james: jas
    edward: edw
    edouard: edw edo eduo
    samuel: saml
    daniel: danl
    benjamin: benj
    aleksandr: alex alexr aleks
    alexandros: alex
    alejandro: alej
    christophe: chr xpher xtopher christ
    christian: chr christ
    christine: chr
    frederic: fredk fred fredr friedr
    philippe: phil ph
    nicolas: nic nicl
    mathieu: matt math
    manuel: mnl manl
    emmanuel: emm manl
    rodrigue: rodr rdgo
    gonzalo: gzlo
    hernandez: hdez hdz
    fernandez: fdez fdz
    gonzalez: glez gzlz gnlz
    martinez: mtnez mtz
    rodriguez: rdguez rdz rguez
    sanchez: schez
    lopez: lpz
    perez: pz
    peretz: pz
    gomez: gmz
    dominguez: dguez
    jimenez: jmnz jmz
    margaret: margt
    elisabeth: eliz elisab elis
    catherine: cath kath
    stanislav: stan
    chaudhry: ch chy
    sheikh: sk skh sh
    shaykh: sk skh
    sayyid: sd syd
    maung: mg
    saint: st
    sainte: ste st
"""

# What stands between a woman's or a man's two family names: `née`, `épouse`, `viuda de`. Words of civil registers.
_MARRIAGE = """
    nee ne born geb geborene epouse epse ep veuve vve vv viuda vda veuf nata vedova ved urozh devichya mariee
"""
MARRIAGE = frozenset(_MARRIAGE.split())
# Names that come and go before another where they are abbreviated, as `Md.` in Bengal.
LEFT_OUT = frozenset(("muhammad",))
# What tells a son from his father: one paper has it, the next leaves it out.
_GENERATIONS = """
    jr sr junior senior ii iii iv fils pere filho sobrinho jeune aine neto hijo
"""
GENERATIONS = frozenset(_GENERATIONS.split())


def name_classes() -> Iterator[list[str]]:
    """The known names: the forms of each, the first naming the class. What has a short form is a known name too."""
    yield from (forms.split("/") for forms in NAMES.split())
    yield from ([line.split(":")[0].strip()] for line in (SHORT_NAMES + ABBREVIATIONS).split("\n") if line)


@cache
def short_names() -> Mapping[str, frozenset[str]]:
    """Every short or pet name -> the full names it may stand for."""
    return _shortened(SHORT_NAMES)


@cache
def abbreviations() -> Mapping[str, frozenset[str]]:
    """Every usual abbreviation -> the names it may stand for."""
    return _shortened(ABBREVIATIONS)


def _shortened(table: str) -> dict[str, frozenset[str]]:
    full: dict[str, set[str]] = {}
    for line in table.strip().splitlines():
        names, forms = line.split(":")
        for form in forms.split():
            full.setdefault(form, set()).update(names.split())
    return {form: frozenset(names) for form, names in full.items()}


# --- endings -------------------------------------------------------------------------------------------------------

# What makes a family name of a father's name, a trade or a place. Spellings of one ending stand on one line: Petrov
# and Petroff are one name, Petrov and Petrenko are two families.
ENDINGS = """
    ov ev yov iov off eff iev yev ova eva yeva ieva ow ew
    enko enka
    chuk tchuk czuk tschuk
    yuk iuk juk
    sky ski skiy skii skyi skyy skaya skaia ska
    vich vych vitch vic wicz vitz witz wits
    shvili chvili schvili
    dze
    opoulos opulos opoulou
    akis aki
    idis ides idou
    eas
    oglou oglu oghlu ogly
    yan ian jan
    zadeh zada zade
    pour pur poor
    nejad nezhad nedjad
    sen
    son sson zon
    berg
    burg
    mann
    stein shtein shteyn shtain
    feld feldt
    baum boim
    blum bloom
    hof hoff
    meister
    dottir
    escu
    eanu
    uzzaman ouzzaman
"""
_SHORTEST_STEM = 3


@cache
def _endings() -> Mapping[str, int]:
    return {ending: number for number, line in enumerate(ENDINGS.strip().splitlines()) for ending in line.split()}


@lru_cache(maxsize=32768)
def family_ending(word: str) -> tuple[str, int]:
    """A family name as what stands before its ending, and which ending it is; the whole word and -1 when none."""
    for at in range(max(_SHORTEST_STEM, len(word) - 8), len(word) - 1):
        number = _endings().get(word[at:])
        if number is not None:
            return word[:at], number
    return word, -1


def other_family(left: str, right: str) -> bool:
    """Whether two words, alike to the eye, are two family names of one stem: `Bondarenko`, `Bondarchuk`, `Bondar`."""
    (left_stem, left_ending), (right_stem, right_ending) = family_ending(left), family_ending(right)
    if left_ending == right_ending:
        return left_stem != right_stem and left.endswith("dottir")  # of two fathers: `Jónsdóttir`, `Jóhannsdóttir`
    if left_ending < 0 or right_ending < 0:
        return right_stem == left_stem
    return True


def same_family(left: str, right: str) -> bool:
    """Whether two words are one family name, its ending in two spellings or of both sexes: `Rabinovich`, `Rabinowitz`;
    `Dvořák`, `Dvořáková`; `Novotný`, `Novotná`."""
    man, woman = sorted((left, right), key=len)
    adjectives = {man[-2:], woman[-2:]} == {"ny", "na"} and man[:-2] == woman[:-2]
    if len(man) > 3 and (adjectives or woman == f"{man}ova"):
        return True
    (left_stem, left_ending), (right_stem, right_ending) = family_ending(left), family_ending(right)
    return left_ending == right_ending >= 0 and left_stem == right_stem


# --- slips of the hand ---------------------------------------------------------------------------------------------

_KEYBOARDS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qaz", "wsx", "edc", "rfv",
    "tgb", "yhn", "ujm", "qwertzuiop", "yxcvbnm")  # fmt: skip
_LOOK_ALIKE = "il lj lt tf ce co oq gq uv vy nh nu nm hb bd ao oa eo ea rn cg gy sz ft kx vw wu pb dq mw"


@cache
def _near_letters() -> frozenset[str]:
    rows = {first + second for row in _KEYBOARDS for first, second in pairwise(row)}
    rows.update(_LOOK_ALIKE.split())
    return frozenset(rows | {pair[::-1] for pair in rows})


def misread(word: str) -> str:
    """A word as a scanner confuses it: two letters that look like one are that one."""
    return word.replace("rn", "m").replace("cl", "d").replace("vv", "w")


def easily_taken(left: str, right: str) -> bool:
    """Whether a hand or an eye takes one letter for the other: neighbours on a keyboard, or alike in print."""
    return left + right in _near_letters()
